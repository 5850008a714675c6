import type { IndexFigures } from '../port.ts'

/** Replaced and deleted documents stay in the postings until the index is built anew. */
const LEAST_DEAD = 10_000
/** Dead ones for a living one: from the first share on it is built anew at night, from the second on at once. */
const SHARE_AT_NIGHT = 0.5
const SHARE_AT_ONCE = 3
const NIGHT_HOURS = [1, 5] as const

/** So much of the index is dead that it should be built anew now. */
export function isWorn({ docs, dead }: Pick<IndexFigures, 'docs' | 'dead'>, at: number): boolean {
  if (dead < LEAST_DEAD) return false
  const hour = new Date(at + 8 * 3_600_000).getUTCHours()
  const isNight = hour >= NIGHT_HOURS[0] && hour < NIGHT_HOURS[1]
  return dead > docs * (isNight ? SHARE_AT_NIGHT : SHARE_AT_ONCE)
}
