import { facetNames, type SearchQuery } from '../../modules/search/port.ts'
import type { Generation } from './generation.ts'
import { type Container, eachOf, intersect, type SlotSet } from './sets.ts'
import { CHUNK, EARLIEST_UNTIL, hasBit, LATEST_FROM } from './shared.ts'

/** Slots found, in `slots` up to `count`; with `weights` where not all words had to be there. */
export type Found = { slots: Uint32Array; count: number; weights: Float32Array | null }

const CHUNK_WORDS = CHUNK / 32

/** Buffers of one thread, as long as the index. */
let slotRoom = new Uint32Array(0)
let weightRoom = new Float32Array(0)

function room(slots: number): void {
  if (slotRoom.length >= slots + CHUNK) return
  slotRoom = new Uint32Array(slots + 2 * CHUNK)
  weightRoom = new Float32Array(slotRoom.length)
}

/** Slots that stand in every set, and have their bit in every map; good until the next call. */
export function findAll(sets: readonly SlotSet[], generation: Generation, maps: readonly Uint32Array[] = []): Found {
  room(generation.slots)
  let count = 0
  const chunks = Math.min(...sets.map((set) => set.length))
  const all = [generation.columns.alive, ...maps]
  for (let chunk = 0; chunk < chunks; chunk++) {
    const there = sets.flatMap((set) => set[chunk] ?? [])
    if (there.length < sets.length) continue
    for (const map of all) {
      there.push({ n: CHUNK, list: null, bits: map.subarray(chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS) })
    }
    count = intersect(there, chunk, slotRoom, count)
  }
  return { slots: slotRoom, count, weights: null }
}

const sums = new Float32Array(CHUNK)

export type Weighted = { set: SlotSet; weight: number }

/** Slots whose sets weigh at least so much together. Sets that cannot reach it by themselves are only looked up. */
export function findHeavy(sets: readonly Weighted[], least: number, generation: Generation): Found {
  room(generation.slots)
  const sorted = sets.toSorted((a, b) => b.weight - a.weight)
  let rest = sorted.reduce((sum, { weight }) => sum + weight, 0)
  const essential = sorted.filter(({ weight }) => {
    const isNeeded = rest >= least
    rest -= weight
    return isNeeded
  })
  const others = sorted.slice(essential.length)
  let count = 0
  const chunks = Math.max(0, ...essential.map(({ set }) => set.length))
  for (let chunk = 0; chunk < chunks; chunk++) count = heavyIn(chunk, essential, others, least, count)
  return keepAlive({ slots: slotRoom, count, weights: weightRoom }, generation)
}

const touched = new Uint16Array(CHUNK)

function heavyIn(
  chunk: number,
  essential: readonly Weighted[],
  others: readonly Weighted[],
  least: number,
  from: number,
): number {
  let seen = 0
  for (const { set, weight } of essential) {
    const container = set[chunk]
    if (!container) continue
    eachOf(container, (low) => {
      const sum = sums[low] ?? 0
      if (sum === 0) touched[seen++] = low
      sums[low] = sum + weight
    })
  }
  for (const { set, weight } of others) addTo(set[chunk], weight, touched.subarray(0, seen))
  let next = from
  for (let at = 0; at < seen; at++) {
    const low = touched[at] ?? 0
    const sum = sums[low] ?? 0
    sums[low] = 0
    if (sum < least - 1e-4) continue
    slotRoom[next] = chunk * CHUNK + low
    weightRoom[next++] = sum
  }
  return next
}

function addTo(container: Container | undefined, weight: number, lows: Uint16Array): void {
  if (!container) return
  const { list, bits } = container
  if (bits) {
    for (const low of lows) if (hasBit(bits, low)) sums[low] = (sums[low] ?? 0) + weight
  } else if (list) {
    for (const low of list) if ((sums[low] ?? 0) > 0) sums[low] = (sums[low] ?? 0) + weight
  }
}

/** Keeps those for which the test holds; for few. */
export function keep(found: Found, test: (slot: number) => boolean): Found {
  const { slots, weights } = found
  let count = 0
  for (let at = 0; at < found.count; at++) {
    const slot = slots[at] ?? 0
    if (!test(slot)) continue
    slots[count] = slot
    if (weights) weights[count] = weights[at] ?? 0
    count += 1
  }
  return { slots, count, weights }
}

const keepAlive = (found: Found, { columns: { alive } }: Generation): Found => keepMarked(found, alive)

/** Keeps those whose bit is set. */
function keepMarked(found: Found, bits: Uint32Array): Found {
  const { slots, weights } = found
  let count = 0
  for (let at = 0; at < found.count; at++) {
    const slot = slots[at] ?? 0
    if (((bits[slot >>> 5] ?? 0) & (1 << (slot & 31))) === 0) continue
    slots[count] = slot
    if (weights) weights[count] = weights[at] ?? 0
    count += 1
  }
  return { slots, count, weights }
}

function keepBetween(found: Found, column: Float64Array, least: number, most: number): Found {
  const { slots, weights } = found
  let count = 0
  for (let at = 0; at < found.count; at++) {
    const slot = slots[at] ?? 0
    const value = column[slot] ?? 0
    if (value < least || value > most) continue
    slots[count] = slot
    if (weights) weights[count] = weights[at] ?? 0
    count += 1
  }
  return { slots, count, weights }
}

function keepMasked(found: Found, column: Uint32Array, mask: Uint8Array): Found {
  const { slots, weights } = found
  let count = 0
  for (let at = 0; at < found.count; at++) {
    const slot = slots[at] ?? 0
    if (mask[column[slot] ?? 0] !== 1) continue
    slots[count] = slot
    if (weights) weights[count] = weights[at] ?? 0
    count += 1
  }
  return { slots, count, weights }
}

/** Filters as maps of all slots where they are at hand or worth making, and those that are left to be looked at result by result. */
export type Filters = { maps: readonly Uint32Array[]; rest: SearchQuery['filters'] }

/** So many results cost as much as going through the whole index once. */
const MANY = 50_000

/** `likely`: no more are found. */
export function filtersOf({ filters }: SearchQuery, likely: number, generation: Generation): Filters {
  const maps: Uint32Array[] = []
  const rest: SearchQuery['filters'] = {}
  for (const [facet, name] of facetNames.entries()) {
    const values = filters[name] ?? []
    if (values.length === 0) continue
    const map = generation.bitsOf(facet, values, likely > MANY)
    if (map) maps.push(map)
    else rest[name] = values
  }
  return { maps, rest }
}

export const keepFiltered = (found: Found, { maps }: Filters): Found => maps.reduce(keepMarked, found)

type Wanted = Pick<SearchQuery, 'filters' | 'from' | 'until' | 'now'>

/** Filters, range of dates, and what is to be seen now. Loops of their own: this is run over everything that is found. */
export function keepWanted(found: Found, query: Wanted, generation: Generation): Found {
  const { columns, facets, sums } = generation
  let kept = found
  for (const [facet, name] of facetNames.entries()) {
    const values = query.filters[name] ?? []
    const column = columns.facets[facet]
    if (values.length > 0 && column) kept = keepMasked(kept, column, facets.maskOf(facet, values))
  }
  if (query.from !== null || query.until !== null) {
    kept = keepBetween(kept, columns.at, query.from ?? -Infinity, query.until ?? Infinity)
  }
  // Most of the time nothing is scheduled, and nobody has to look.
  if (query.now < (sums[LATEST_FROM] ?? 0)) kept = keepBetween(kept, columns.from, -Infinity, query.now)
  // Until is the first instant at which it is not shown.
  if (query.now >= (sums[EARLIEST_UNTIL] ?? 0)) kept = keepBetween(kept, columns.until, query.now + 0.5, Infinity)
  return kept
}
