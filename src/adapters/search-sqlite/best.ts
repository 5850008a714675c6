import { type Dates, dayOf } from './standing.ts'

let room = new Float64Array(0)

/** Keys to be filled; good until the next call. */
export function keysFor(count: number): Float64Array {
  if (room.length < count) room = new Float64Array(count * 2)
  return room
}

/**
 * Indexes of the slots that come last by their date, as `largest` would have it. Most are passed by at a glance at their day, in a column that
 * is a quarter as wide.
 */
export function latest(slots: Uint32Array, count: number, { at, days }: Dates, k: number): number[] {
  const most = Math.max(LEAST_ROOM, k * 4)
  const keys = keysFor(most)
  const indexes = new Uint32Array(most)
  let kept = 0
  let least = -Infinity
  let leastDay = 0
  for (let index = 0; index < count; index++) {
    index = passEarly(slots, index, count, days, leastDay)
    if (index === count) break
    const value = at[slots[index] ?? 0] ?? 0
    if (value < least) continue
    if (kept === most) {
      const best = largest(keys, kept, k).toSorted((a, b) => a - b)
      for (const [place, from] of best.entries()) {
        keys[place] = keys[from] ?? 0
        indexes[place] = indexes[from] ?? 0
      }
      kept = best.length
      least = keys.subarray(0, kept).reduce((a, b) => Math.min(a, b), Infinity)
      leastDay = dayOf(least)
      if (value < least) continue
    }
    keys[kept] = value
    indexes[kept++] = index
  }
  return largest(keys, kept, k).map((place) => indexes[place] ?? 0)
}

/** The next index whose slot is not of an earlier day. By itself, since nothing else is run so often. */
export function passEarly(slots: Uint32Array, from: number, count: number, days: Uint16Array, least: number): number {
  for (let index = from; index < count; index++) if ((days[slots[index] ?? 0] ?? 0) >= least) return index
  return count
}

const LEAST_ROOM = 1024

/** Indexes of the k largest keys, the largest first; equal keys: the later index first. */
export function largest(keys: Float64Array, count: number, k: number): number[] {
  const size = Math.min(k, count)
  if (size === 0) return []
  const heap: Heap = { keys: keys.slice(0, size), indexes: new Uint32Array(size) }
  for (let at = 0; at < size; at++) heap.indexes[at] = at
  for (let at = (size >> 1) - 1; at >= 0; at--) sink(heap, at, size)
  let least = heap.keys[0] ?? 0
  for (let index = size; index < count; index++) {
    const value = keys[index] ?? 0
    if (value < least) continue
    heap.keys[0] = value
    heap.indexes[0] = index
    sink(heap, 0, size)
    least = heap.keys[0] ?? 0
  }
  const best = Array.from(heap.indexes)
  for (let end = size - 1; end >= 0; end--) {
    best[end] = heap.indexes[0] ?? 0
    heap.keys[0] = heap.keys[end] ?? 0
    heap.indexes[0] = heap.indexes[end] ?? 0
    sink(heap, 0, end)
  }
  return best
}

/** The least stands first: the smallest key, of equal keys the earliest index. */
type Heap = { keys: Float64Array; indexes: Uint32Array }

/** Brings what stands at a place down to where it belongs, among the first `size`. */
function sink(heap: Heap, from: number, size: number): void {
  const { keys, indexes } = heap
  const key = keys[from] ?? 0
  const index = indexes[from] ?? 0
  let at = from
  for (let child = lesser(heap, at, size); child < size; child = lesser(heap, at, size)) {
    const least = keys[child] ?? 0
    if (key < least || (key === least && index < (indexes[child] ?? 0))) break
    keys[at] = least
    indexes[at] = indexes[child] ?? 0
    at = child
  }
  keys[at] = key
  indexes[at] = index
}

/** The lesser of the two that stand below a place. */
function lesser({ keys, indexes }: Heap, at: number, size: number): number {
  const left = at * 2 + 1
  const right = left + 1
  if (right >= size) return left
  const [one, other] = [keys[left] ?? 0, keys[right] ?? 0]
  if (one !== other) return one < other ? left : right
  return (indexes[left] ?? 0) < (indexes[right] ?? 0) ? left : right
}
