import type { FacetCount, FacetName, SearchAnswer } from '../../modules/search/port.ts'
import { facetNames } from '../../modules/search/port.ts'
import type { Generation } from './generation.ts'
import type { Found } from './match.ts'
import { type Columns, COPIED, MIXES, MOST_MIXES } from './shared.ts'

/** What was found, with one slot for each text: copies on other sites stand behind the one that is shown. */
export type Folded = Found & {
  /** By the slot that is shown: all slots of the same text that were found, if there are several. */
  copies: ReadonlyMap<number, readonly number[]>
}

/** Is the first of two copies to be shown? `more`: how much more of what was asked for it holds. */
export type IsBetter = (a: number, b: number, more: number) => boolean

/** The next that may have copies. Nearly all have none: they are passed by in a loop that does nothing else. */
function nextCopied(slots: Uint32Array, from: number, count: number, flags: Uint8Array): number {
  for (let at = from; at < count; at++) if (((flags[slots[at] ?? 0] ?? 0) & COPIED) !== 0) return at
  return count
}

/** Works in place. */
export function foldCopies(found: Found, { columns }: Generation, isBetter: IsBetter): Folded {
  const { flags, fold } = columns
  const { slots, weights } = found
  const groups = new Map<number, number[]>()
  /** Of copies, which may say it in more or in fewer words. */
  const weightOf = new Map<number, number>()
  let count = 0
  for (let at = 0; at < found.count; at++) {
    const next = nextCopied(slots, at, found.count, flags)
    if (count !== at) {
      slots.copyWithin(count, at, next)
      weights?.copyWithin(count, at, next)
    }
    count += next - at
    at = next
    if (at === found.count) break
    const slot = slots[at] ?? 0
    const weight = weights?.[at] ?? 0
    if (weights) weightOf.set(slot, weight)
    if (!isFirst(groups, fold[slot] ?? slot, slot)) continue
    slots[count] = slot
    if (weights) weights[count] = weight
    count += 1
  }
  const shown = { slots, weights, count }
  const weigh = (slot: number): number => weightOf.get(slot) ?? 0
  const copies = showBest(shown, groups, columns, (a, b) => isBetter(a, b, weigh(a) - weigh(b)))
  if (copies.size > 0) takeWeights(shown, weightOf)
  return { ...shown, copies }
}

/** What is shown counts for what it holds itself. */
function takeWeights({ slots, weights, count }: Found, weightOf: ReadonlyMap<number, number>): void {
  for (let at = 0; weights && at < count; at++) weights[at] = weightOf.get(slots[at] ?? 0) ?? weights[at] ?? 0
}

type Choice = (a: number, b: number) => boolean

function showBest(
  { slots, count }: Found,
  groups: ReadonlyMap<number, number[]>,
  { flags, fold }: Columns,
  isBetter: Choice,
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
export function countFacets(folded: Folded, { columns, facets }: Generation): SearchAnswer['facets'] {
  const bySet = new Uint32Array(facets.count)
  for (const [list, names] of MIXES.entries()) countMixes(folded, columns, list, names, bySet)
  const answer: Partial<Record<FacetName, readonly FacetCount[]>> = {}
  for (const [facet, name] of facetNames.entries()) {
    const column = columns.facets[facet]
    if (!column) continue
    const counts = facets.countsOf(facet, bySet)
    for (const [slot, group] of folded.copies) addCopies(group, slot, column, facets.numbersOf, counts)
    answer[name] = facets.mostOf(facet, counts, MOST_VALUES)
  }
  return answer
}

const mixCounts = new Uint32Array(MOST_MIXES)

/** Adds how often the sets of some facets are there. */
function countMixes(found: Found, columns: Columns, list: number, names: readonly FacetName[], bySet: Uint32Array) {
  const { slots, count } = found
  const column = columns.mixes[list] ?? new Uint16Array()
  let last = 0
  for (let at = 0; at < count; at++) {
    const mix = column[slots[at] ?? 0] ?? 0
    mixCounts[mix] = (mixCounts[mix] ?? 0) + 1
    if (mix > last) last = mix
  }
  addMixes(columns.mixSets[list] ?? new Uint32Array(), { width: names.length, last }, bySet)
  const unmixed = mixCounts[0] ?? 0
  mixCounts.fill(0, 0, last + 1)
  if (unmixed === 0) return
  for (const name of names) {
    const own = columns.facets[facetNames.indexOf(name)]
    if (own) countUnmixed(found, column, own, bySet)
  }
}

/** `last`: no later mix is there. */
function addMixes(sets: Uint32Array, { width, last }: { width: number; last: number }, bySet: Uint32Array): void {
  for (let mix = 1; mix <= last; mix++) {
    const times = mixCounts[mix] ?? 0
    if (times === 0) continue
    for (let at = mix * width; at < (mix + 1) * width; at++) {
      const set = sets[at] ?? 0
      bySet[set] = (bySet[set] ?? 0) + times
    }
  }
}

function countUnmixed({ slots, count }: Found, mixes: Uint16Array, column: Uint32Array, bySet: Uint32Array): void {
  for (let at = 0; at < count; at++) {
    const slot = slots[at] ?? 0
    if (mixes[slot] !== 0) continue
    const set = column[slot] ?? 0
    bySet[set] = (bySet[set] ?? 0) + 1
  }
}

/** Values that only the copies have; those of the slot that is shown are counted already. */
function addCopies(
  group: readonly number[],
  shown: number,
  column: Uint32Array,
  numbersOf: (set: number) => readonly number[],
  counts: Uint32Array,
): void {
  const seen = new Set(numbersOf(column[shown] ?? 0))
  for (const slot of group) {
    for (const value of numbersOf(column[slot] ?? 0)) {
      if (seen.has(value)) continue
      seen.add(value)
      counts[value] = (counts[value] ?? 0) + 1
    }
  }
}
