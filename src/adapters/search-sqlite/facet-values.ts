import type { DatabaseSync } from 'node:sqlite'
import { type FacetCount, facetNames } from '../../modules/search/port.ts'
import { numberIn, textIn } from './schema.ts'

const NONE: readonly number[] = []
/** Behind the count, the place of a value in the order of the alphabet. */
const MOST_VALUES = 2 ** 22

/** The values of one facet, numbered as they came. */
type Values = {
  names: string[]
  numbers: Map<string, number>
  sets: number[]
  setsOf: number[][]
  /** Numbers in the order of the alphabet, and the place of each; made anew when there are more. */
  sorted: number[]
  places: Uint32Array
}

/** Which values stand behind the number of a set, and which sets hold a value. */
export function createFacetValues(db: DatabaseSync) {
  const lists: string[][] = []
  const numbers: number[][] = []
  const byFacet = facetNames.map((): Values => ({
    names: [],
    numbers: new Map(),
    sets: [],
    setsOf: [],
    sorted: [],
    places: new Uint32Array(),
  }))
  const more = db.prepare('SELECT id, facet, list FROM facet_set WHERE id > ? AND id <= ? ORDER BY id')
  let known = 0

  function numberOf(values: Values, name: string): number {
    const found = values.numbers.get(name)
    if (found !== undefined) return found
    values.numbers.set(name, values.names.length)
    values.setsOf.push([])
    return values.names.push(name) - 1
  }

  function sort(values: Values): void {
    const { names } = values
    if (values.sorted.length === names.length) return
    values.sorted = [...names.keys()].toSorted((a, b) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1))
    values.places = new Uint32Array(names.length)
    for (const [place, value] of values.sorted.entries()) values.places[value] = place
  }

  return {
    readTo(last: number): void {
      if (last <= known) return
      for (const row of more.all(known, last)) {
        const id = numberIn(row['id'])
        const values = byFacet[numberIn(row['facet'])]
        const list: string[] = JSON.parse(textIn(row['list']))
        lists[id] = list
        const own = values ? list.map((name) => numberOf(values, name)) : []
        numbers[id] = own
        values?.sets.push(id)
        for (const value of own) values?.setsOf[value]?.push(id)
      }
      known = last
    },
    valuesOf: (id: number): readonly string[] => lists[id] ?? [],
    /** The same as numbers within their facet. */
    numbersOf: (id: number): readonly number[] => numbers[id] ?? NONE,
    get count(): number {
      return known + 1
    },
    /** One byte a set: 1 where it holds any of the values. */
    maskOf(facet: number, values: readonly string[]): Uint8Array {
      const mask = new Uint8Array(known + 1)
      const of = byFacet[facet]
      for (const name of values) for (const id of of?.setsOf[of.numbers.get(name) ?? -1] ?? []) mask[id] = 1
      return mask
    },
    /** How often each value of a facet is there when each set is there so often. */
    countsOf(facet: number, bySet: Uint32Array): Uint32Array {
      const { sets, names } = byFacet[facet] ?? { sets: NONE, names: [] }
      const counts = new Uint32Array(names.length)
      for (const set of sets) {
        const times = bySet[set] ?? 0
        if (times > 0) for (const value of numbers[set] ?? NONE) counts[value] = (counts[value] ?? 0) + times
      }
      return counts
    },
    /** The most frequent values with their names; as many as are wanted. */
    mostOf(facet: number, counts: Uint32Array, most: number): FacetCount[] {
      const values = byFacet[facet]
      if (!values) return []
      sort(values)
      const keys = new Float64Array(counts.length)
      let there = 0
      for (let value = 0; value < counts.length; value++) {
        const count = counts[value] ?? 0
        if (count > 0) keys[there++] = count * MOST_VALUES + (MOST_VALUES - 1 - (values.places[value] ?? 0))
      }
      keys.subarray(0, there).sort()
      const found: FacetCount[] = []
      for (let at = there - 1; at >= Math.max(0, there - most); at--) {
        const key = keys[at] ?? 0
        const count = Math.floor(key / MOST_VALUES)
        const place = MOST_VALUES - 1 - (key - count * MOST_VALUES)
        found.push({ value: values.names[values.sorted[place] ?? 0] ?? '', count })
      }
      return found
    },
  }
}
