import type { FacetCount, FacetName, SearchAnswer } from '../../modules/search/port.ts'
import { facetNames } from '../../modules/search/port.ts'
import type { Generation } from './generation.ts'
import type { Found } from './match.ts'
import { type Columns, COPIED } from './shared.ts'

/** What was found, with one slot for each text: copies on other sites stand behind the one that is shown. */
export type Folded = Found & {
  /** By the slot that is shown: all slots of the same text that were found, if there are several. */
  copies: ReadonlyMap<number, readonly number[]>
}

/** `isBetter`: which of two copies is shown. Works in place. */
export function foldCopies(found: Found, { columns }: Generation, isBetter: (a: number, b: number) => boolean): Folded {
  const { flags, fold } = columns
  const { slots, weights } = found
  const groups = new Map<number, number[]>()
  let count = 0
  for (let at = 0; at < found.count; at++) {
    const slot = slots[at] ?? 0
    if (((flags[slot] ?? 0) & COPIED) !== 0 && !isFirst(groups, fold[slot] ?? slot, slot)) continue
    slots[count] = slot
    if (weights) weights[count] = weights[at] ?? 0
    count += 1
  }
  const shown = { slots, weights, count }
  return { ...shown, copies: showBest(shown, groups, columns, isBetter) }
}

function showBest(
  { slots, count }: Found,
  groups: ReadonlyMap<number, number[]>,
  { flags, fold }: Columns,
  isBetter: (a: number, b: number) => boolean,
): Map<number, readonly number[]> {
  const copies = new Map<number, readonly number[]>()
  for (let at = 0; groups.size > 0 && at < count; at++) {
    const slot = slots[at] ?? 0
    const group = ((flags[slot] ?? 0) & COPIED) === 0 ? undefined : groups.get(fold[slot] ?? slot)
    if (!group || group.length < 2) continue
    const best = group.reduce((a, b) => (isBetter(b, a) ? b : a))
    slots[at] = best
    copies.set(best, group)
  }
  return copies
}

function isFirst(groups: Map<number, number[]>, group: number, slot: number): boolean {
  const known = groups.get(group)
  if (known) known.push(slot)
  else groups.set(group, [slot])
  return !known
}

const MOST_VALUES = 500

/** How many results have each value; a text that is on several sites counts once for each value that any of them has. */
export function countFacets({ slots, count, copies }: Folded, { columns, facets }: Generation): SearchAnswer['facets'] {
  const bySet = new Uint32Array(facets.count)
  for (const column of columns.facets) {
    for (let at = 0; at < count; at++) {
      const set = column[slots[at] ?? 0] ?? 0
      bySet[set] = (bySet[set] ?? 0) + 1
    }
  }
  const answer: Partial<Record<FacetName, readonly FacetCount[]>> = {}
  for (const [facet, name] of facetNames.entries()) {
    const column = columns.facets[facet]
    if (!column) continue
    const counts = new Map<string, number>()
    const add = (value: string, by: number) => counts.set(value, (counts.get(value) ?? 0) + by)
    for (const set of facets.setsOf(facet)) {
      const times = bySet[set] ?? 0
      if (times > 0) for (const value of facets.valuesOf(set)) add(value, times)
    }
    for (const [slot, group] of copies) addCopies(group, slot, column, facets.valuesOf, add)
    answer[name] = [...counts]
      .map(([value, of]) => ({ value, count: of }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, MOST_VALUES)
  }
  return answer
}

/** Values that only the copies have; those of the slot that is shown are counted already. */
function addCopies(
  group: readonly number[],
  shown: number,
  column: Uint32Array,
  valuesOf: (set: number) => readonly string[],
  add: (value: string, by: number) => void,
): void {
  const seen = new Set(valuesOf(column[shown] ?? 0))
  for (const slot of group) {
    for (const value of valuesOf(column[slot] ?? 0)) {
      if (seen.has(value)) continue
      seen.add(value)
      add(value, 1)
    }
  }
}
