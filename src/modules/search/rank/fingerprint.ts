/** 64 bits as two numbers; texts that are nearly the same differ in few bits. */
export type Fingerprint = { high: number; low: number }

/** Texts that differ in no more bits are copies of each other. */
export const MOST_BITS_BETWEEN_COPIES = 3
const RUN = 3

function hash(text: string, seed: number): number {
  let value = seed
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return mix(value)
}

function mix(given: number): number {
  let value = given ^ (given >>> 15)
  value = Math.imul(value, 0x2c1b3c6d)
  value ^= value >>> 12
  value = Math.imul(value, 0x297a2d39)
  return value ^ (value >>> 15)
}

/** Simhash over runs of three words. Null for texts too short to be told apart. */
export function fingerprint(words: readonly string[]): Fingerprint | null {
  if (words.length < 8) return null
  const hashes = Int32Array.from(words, (word) => hash(word, 0x811c9dc5))
  const low = new Int32Array(32)
  const high = new Int32Array(32)
  for (let index = 0; index + RUN <= hashes.length; index++) {
    const run = ((hashes[index] ?? 0) * 31 + (hashes[index + 1] ?? 0)) | 0
    const whole = mix(Math.imul(run, 31) + (hashes[index + 2] ?? 0))
    count(low, whole)
    count(high, mix(whole ^ 0x1b873593))
  }
  const runs = hashes.length - RUN + 1
  return { low: majority(low, runs), high: majority(high, runs) }
}

/** For what is nothing but its name: a channel that every village has is one result. */
export function nameprint(name: string): Fingerprint {
  return { high: hash(name, 0x811c9dc5) >>> 0, low: hash(name, 0x1b873593) >>> 0 }
}

/** How often each bit is set. */
function count(sums: Int32Array, value: number): void {
  for (let bit = 0; bit < 32; bit++) sums[bit] = (sums[bit] ?? 0) + ((value >>> bit) & 1)
}

function majority(sums: Int32Array, of: number): number {
  let value = 0
  for (let bit = 0; bit < 32; bit++) if ((sums[bit] ?? 0) * 2 > of) value |= 1 << bit
  return value >>> 0
}

function bits(value: number): number {
  let left = value >>> 0
  let count = 0
  while (left !== 0) {
    left &= left - 1
    count += 1
  }
  return count
}

/** In how many bits two fingerprints differ. */
export function distance(a: Fingerprint, b: Fingerprint): number {
  return bits(a.high ^ b.high) + bits(a.low ^ b.low)
}

export function areCopies(a: Fingerprint, b: Fingerprint): boolean {
  return distance(a, b) <= MOST_BITS_BETWEEN_COPIES
}
