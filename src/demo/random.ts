/** A seeded stream of numbers: the same seed always tells the same story. */
export interface Random {
  /** A float in [0, 1). */
  next(): number
  /** An integer between both bounds, inclusive. */
  int(low: number, high: number): number
  pick<T>(list: readonly T[]): T
}

/** FNV-1a over UTF-16 units: stable across runs, machines and versions of the language. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

/** mulberry32: small, quick, and good enough for texts. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return { next, int, pick: (list) => at(list, int(0, list.length - 1)) }
}

/** The element at an index counted round and round; an empty list is a bug in the data. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[((index % list.length) + list.length) % list.length]
  if (item === undefined) throw new RangeError('empty list')
  return item
}

const COPRIME_CANDIDATES = [7919, 6101, 4409, 2741, 1009, 613, 211, 97, 31, 7, 1]

/** The n-th number of a full walk through 0..size-1: no repeat before all have been seen. */
export function walk(n: number, size: number, offset: number): number {
  const stride = COPRIME_CANDIDATES.find((candidate) => candidate < size && gcd(candidate, size) === 1) ?? 1
  return ((n % size) * stride + offset) % size
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
