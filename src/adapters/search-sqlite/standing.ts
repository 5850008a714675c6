import { type Columns, REPEALED } from './shared.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const YEAR = 365 * DAY
/** Days that are told apart, from 1970 on. */
export const DAYS = 65_536

/** Per slot its date, and the day of it. */
export type Dates = { at: Float64Array; days: Uint16Array }

type Index = { columns: Columns; slots: number }

/**
 * What a first choice among many results wants of each slot, in one narrow column instead of three wide ones: most of such a choice is
 * waiting for memory. Of one thread; a slot keeps its date, its level and whether it is repealed for ever.
 */
export function createStanding() {
  const forRank = createHourly(fillStanding)
  const forNames = createHourly(fillProminence)
  let days = new Uint16Array(0)
  let daysTo = 0

  return {
    /** Age and level of each slot, as of this hour. */
    standingAt: forRank,
    /** The same for names that are suggested. */
    prominenceAt: forNames,
    /** A later date has no earlier day. */
    dates({ columns, slots }: Index): Dates {
      if (days.length < columns.capacity) {
        const more = new Uint16Array(columns.capacity)
        more.set(days)
        days = more
      }
      const to = Math.min(slots, columns.capacity)
      if (daysTo < to) fillDays(days, columns.at, daysTo, to)
      daysTo = Math.max(daysTo, to)
      return { at: columns.at, days }
    },
  }
}

type Span = { from: number; to: number; now: number }
type Fill = (into: Float32Array, columns: Columns, span: Span) => void

/** Worked out once an hour, and for what came since. */
function createHourly(fill: Fill): (now: number, index: Index) => Float32Array {
  let values = new Float32Array(0)
  let filled = 0
  let hour = NaN
  return (now, { columns, slots }) => {
    if (values.length < columns.capacity || hour !== Math.floor(now / HOUR)) {
      if (values.length < columns.capacity) values = new Float32Array(columns.capacity)
      filled = 0
      hour = Math.floor(now / HOUR)
    }
    const to = Math.min(slots, columns.capacity)
    if (filled < to) fill(values, columns, { from: filled, to, now: hour * HOUR })
    filled = Math.max(filled, to)
    return values
  }
}

function fillStanding(into: Float32Array, { at, halfLife, flags }: Columns, { from, to, now }: Span): void {
  for (let slot = from; slot < to; slot++) {
    const days = Math.max(0, (now - (at[slot] ?? 0)) / DAY)
    // Near enough to halving for a first choice, and far cheaper.
    const age = 1 / (1 + days / (halfLife[slot] ?? Infinity))
    const flag = flags[slot] ?? 0
    into[slot] = 0.4 * age + 0.03 * (flag & 7) - ((flag & REPEALED) === 0 ? 0 : 0.3)
  }
}

function fillProminence(into: Float32Array, { at, flags }: Columns, { from, to, now }: Span): void {
  for (let slot = from; slot < to; slot++) {
    const age = Math.max(0, (now - (at[slot] ?? 0)) / YEAR)
    into[slot] = 0.5 * ((flags[slot] ?? 0) & 7) + 2 / (1 + age)
  }
}

function fillDays(into: Uint16Array, at: Float64Array, from: number, to: number): void {
  for (let slot = from; slot < to; slot++) into[slot] = dayOf(at[slot] ?? 0)
}

export const dayOf = (at: number): number => Math.max(0, Math.min(DAYS - 1, Math.floor(at / DAY)))
