/** 64 bits as two numbers; texts that are nearly the same differ in few bits. */
export type Fingerprint = { high: number; low: number }

/** Texts that differ in no more bits are copies of each other. */
export const MOST_BITS_BETWEEN_COPIES = 3
const RUN = 3

function hash(text: string, seed: number): number {
  let value = seed
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value ^= value >>> 15
  value = Math.imul(value, 0x2c1b3c6d)
  value ^= value >>> 12
  value = Math.imul(value, 0x297a2d39)
  return (value ^ (value >>> 15)) >>> 0
}

/** Simhash over runs of three words. Null for texts too short to be told apart. */
export function fingerprint(words: readonly string[]): Fingerprint | null {
  if (words.length < 8) return null
  const sums = new Int32Array(64)
  for (let index = 0; index + RUN <= words.length; index++) {
    const run = words.slice(index, index + RUN).join(' ')
    const halves = [hash(run, 0x811c9dc5), hash(run, 0x1b873593)]
    for (let bit = 0; bit < 64; bit++) {
      const isSet = ((halves[bit >> 5] ?? 0) >>> (bit & 31)) & 1
      sums[bit] = (sums[bit] ?? 0) + (isSet === 1 ? 1 : -1)
    }
  }
  const half = (from: number): number => {
    let value = 0
    for (let bit = 0; bit < 32; bit++) if ((sums[from + bit] ?? 0) > 0) value |= 1 << bit
    return value >>> 0
  }
  return { low: half(0), high: half(32) }
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
