import { facetNames } from '../../modules/search/port.ts'
import { type Columns, MIXES, MOST_MIXES } from './shared.ts'

const FREE = 0

/** Gives each slot the number of its mix of facets; for the one who writes. Not kept in the file: made anew at each start. */
export function createMixes() {
  const places = MIXES.map(() => new Uint16Array(MOST_MIXES * 2))
  const next = MIXES.map(() => 1)
  const facetsOf = MIXES.map((names) => names.map((name) => facetNames.indexOf(name)))
  const sets = new Uint32Array(facetNames.length)

  function mixOf(list: number, width: number, known: Uint32Array): number {
    const table = places[list] ?? new Uint16Array()
    let hash = 0
    for (let at = 0; at < width; at++) hash = Math.imul(hash ^ (sets[at] ?? 0), 0x9e3779b1) ^ (hash >>> 15)
    for (let place = hash >>> 15; ; place = (place + 1) % table.length) {
      const mix = table[place] ?? FREE
      if (mix !== FREE) {
        if (isSame(known, mix * width, width)) return mix
        continue
      }
      const made = next[list] ?? MOST_MIXES
      if (made >= MOST_MIXES) return 0
      next[list] = made + 1
      table[place] = made
      known.set(sets.subarray(0, width), made * width)
      return made
    }
  }

  function isSame(known: Uint32Array, from: number, width: number): boolean {
    for (let at = 0; at < width; at++) if (known[from + at] !== sets[at]) return false
    return true
  }

  return {
    fill(slot: number, { facets, mixes, mixSets }: Columns): void {
      for (const [list, column] of mixes.entries()) {
        const of = facetsOf[list] ?? []
        for (let at = 0; at < of.length; at++) sets[at] = facets[of[at] ?? 0]?.[slot] ?? 0
        column[slot] = mixOf(list, of.length, mixSets[list] ?? new Uint32Array())
      }
    },
  }
}
