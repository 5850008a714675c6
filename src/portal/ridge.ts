import type { Ridge } from './model.ts'

const WIDTH = 1440
const HEIGHT = 144
const SAMPLES = 48

/** Where each range takes its heights from, how many points it has and how high it stands; nearer means lower and finer. */
const RANGES = {
  far: { points: 57, shift: 0, foot: 118, rise: 96 },
  mid: { points: 73, shift: 0.37, foot: 134, rise: 70 },
  near: { points: 89, shift: 0.71, foot: 142, rise: 44 },
}

/** Draws the skyline of a place from at least two heights in any unit, west to east. */
export function drawRidge(heights: readonly number[]): Ridge {
  const low = Math.min(...heights)
  const span = Math.max(...heights) - low || 1
  const shape = heights.map((height) => (height - low) / span)
  return { far: drawRange(shape, RANGES.far), mid: drawRange(shape, RANGES.mid), near: drawRange(shape, RANGES.near) }
}

/** Height samples for a place without a survey: the same seed (its name or code) always gives the same skyline. */
export function ridgeFromSeed(seed: string): number[] {
  const next = random(seed)
  const peaks = Array.from({ length: 6 }, (_, index) => ({
    at: (index + 0.15 + next() * 0.7) / 6,
    height: 0.45 + next() * 0.55,
    width: 0.06 + next() * 0.09,
  }))
  return Array.from({ length: SAMPLES }, (_, index) => {
    const here = index / SAMPLES
    const slopes = peaks.map((peak) => peak.height * Math.max(0, 1 - ringDistance(here, peak.at) / peak.width))
    return Math.round((200 + 900 * Math.max(...slopes) + 180 * next()) * 10) / 10
  })
}

function drawRange(shape: number[], range: { points: number; shift: number; foot: number; rise: number }): string {
  const step = WIDTH / (range.points - 1)
  const tops = Array.from({ length: range.points }, (_, index) => {
    const grain = Math.sin(index * 2.4 + range.shift * 40) * 2.5
    return Math.round(range.foot - range.rise * heightAt(shape, index / (range.points - 1) + range.shift) + grain)
  })
  const moves = tops.slice(1).map((top, index) => {
    const dx = Math.round((index + 1) * step) - Math.round(index * step)
    const dy = top - (tops[index] ?? top)
    return `${dx}${dy < 0 ? '' : ' '}${dy}`
  })
  return `M0 ${tops[0] ?? range.foot}l${moves.join(' ')}V${HEIGHT}H0z`
}

/** Between two samples; the skyline is a ring, so that a shifted range has no cliff where it starts again. */
function heightAt(shape: number[], position: number): number {
  const place = (position % 1) * shape.length
  const index = Math.floor(place)
  const here = shape[index % shape.length] ?? 0
  const next = shape[(index + 1) % shape.length] ?? 0
  return here + (next - here) * (place - index)
}

function ringDistance(a: number, b: number): number {
  const distance = Math.abs(a - b)
  return Math.min(distance, 1 - distance)
}

/** FNV-1a for the start, then xorshift: small, and the same on every machine. */
function random(seed: string): () => number {
  let state = 2166136261
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619)
  state = state || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}
