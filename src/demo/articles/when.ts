const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000
const SPAN_DAYS = 1095

/** A calendar day in Asia/Shanghai. */
export interface Day {
  year: number
  month: number
  day: number
}

export interface Spread {
  /** The present, in milliseconds. */
  now: number
  count: number
  /** Days that the newest item may be old. */
  freshness: number
}

/** Working hour at which the n-th newest of an evenly thinning series came out; never in the future, never rising with n. */
export function spreadTime(n: number, { now, count, freshness }: Spread): number {
  const age = freshness + (SPAN_DAYS - freshness) * (n / Math.max(count, 12)) ** 1.6
  return workedAt(now - age * DAY, now)
}

/** The n-th last time that a yearly cycle of months (1-12) came round, on the given day of the month. */
export function cycleTime(n: number, cycle: { months: readonly number[]; day: number }, now: number): number {
  const today = dayOf(now)
  let found = -1
  for (let back = 0; ; back++) {
    const month = ((((today.month - 1 - back) % 12) + 12) % 12) + 1
    const year = today.year + Math.floor((today.month - 1 - back) / 12)
    if (!cycle.months.includes(month)) continue
    const time = Date.UTC(year, month - 1, cycle.day, 9, 30) - SHANGHAI
    if (time <= now) found++
    if (found === n) return time
  }
}

export const EVERY_MONTH: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
export const EVERY_QUARTER: readonly number[] = [1, 4, 7, 10]

/** Moves an instant to a working day between 8:30 and 17:30. */
export function workedAt(time: number, now: number): number {
  const local = time + SHANGHAI
  const midnight = Math.floor(local / DAY) * DAY
  // 1970-01-01 was a Thursday: Saturday is 2, Sunday 3.
  const weekday = Math.floor(local / DAY) % 7
  const shift = weekday === 2 ? 1 : weekday === 3 ? 2 : 0
  const minutes = 510 + Math.floor(((local - midnight) / DAY) * 540)
  const moved = midnight - shift * DAY + minutes * 60_000 - SHANGHAI
  return moved <= now ? moved : moved - DAY * (weekday === 4 ? 3 : 1)
}

export function dayOf(time: number): Day {
  const date = new Date(time + SHANGHAI)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

export function isoDay({ year, month, day }: Day): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export function chineseDay({ year, month, day }: Day): string {
  return `${year}年${month}月${day}日`
}

export function addDays(day: Day, days: number): Day {
  return dayOf(Date.UTC(day.year, day.month - 1, day.day + days) - SHANGHAI)
}

/** The month before the one a time lies in, which reports of that time speak about. */
export function monthBefore(time: number): { year: number; month: number } {
  const { year, month } = dayOf(time)
  return month === 1 ? { year: year - 1, month: 12 } : { year, month: month - 1 }
}
