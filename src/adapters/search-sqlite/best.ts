let room = new Float64Array(0)

/** Keys to be filled; good until the next call. */
export function keysFor(count: number): Float64Array {
  if (room.length < count) room = new Float64Array(count * 2)
  return room
}

/** Indexes of the slots that come last by a column, as `largest` would have it. Most are passed by at a glance. */
export function latest(slots: Uint32Array, count: number, column: Float64Array, k: number): number[] {
  const most = Math.max(LEAST_ROOM, k * 4)
  const keys = keysFor(most)
  const indexes = new Uint32Array(most)
  let kept = 0
  let least = -Infinity
  for (let index = 0; index < count; index++) {
    const value = column[slots[index] ?? 0] ?? 0
    if (value < least) continue
    if (kept === most) {
      const best = largest(keys, kept, k).toSorted((a, b) => a - b)
      for (const [at, from] of best.entries()) {
        keys[at] = keys[from] ?? 0
        indexes[at] = indexes[from] ?? 0
      }
      kept = best.length
      least = keys.subarray(0, kept).reduce((a, b) => Math.min(a, b), Infinity)
      if (value < least) continue
    }
    keys[kept] = value
    indexes[kept++] = index
  }
  return largest(keys, kept, k).map((at) => indexes[at] ?? 0)
}

const LEAST_ROOM = 1024

/** Indexes of the k largest keys, the largest first; equal keys: the later index first. */
export function largest(keys: Float64Array, count: number, k: number): number[] {
  const size = Math.min(k, count)
  if (size === 0) return []
  const heap = new Uint32Array(size)
  const key = (at: number): number => keys[heap[at] ?? 0] ?? 0
  const isLess = (a: number, b: number): boolean =>
    key(a) < key(b) || (key(a) === key(b) && (heap[a] ?? 0) < (heap[b] ?? 0))
  const sink = (from: number): void => {
    for (let at = from; ;) {
      const left = at * 2 + 1
      if (left >= size) return
      const child = left + 1 < size && isLess(left + 1, left) ? left + 1 : left
      if (!isLess(child, at)) return
      const kept = heap[at] ?? 0
      heap[at] = heap[child] ?? 0
      heap[child] = kept
      at = child
    }
  }
  for (let at = 0; at < size; at++) heap[at] = at
  for (let at = size >> 1; at >= 0; at--) sink(at)
  let least = key(0)
  for (let index = size; index < count; index++) {
    const value = keys[index] ?? 0
    if (value < least) continue
    heap[0] = index
    sink(0)
    least = key(0)
  }
  return Array.from(heap).toSorted((a, b) => (keys[b] ?? 0) - (keys[a] ?? 0) || b - a)
}
