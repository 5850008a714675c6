import type { Moment } from './model.ts'

const EIGHT_HOURS = 8 * 3600 * 1000
/** China kept summer time in 1986–1991; only instants before this end need the calendar of the platform. */
const LAST_SUMMER_TIME = Date.UTC(1991, 8, 15)
const plainDay = /^\d{4}(-\d{2}){0,2}$/

const calendar = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

/** `2026-11-14` in Asia/Shanghai. What is no date comes back empty. */
export function dateCn(moment: Moment): string {
  return plainDay.test(moment) ? moment : shanghai(moment).slice(0, 10)
}

/** `2026-11-14 09:30` in Asia/Shanghai; a plain day stays a day, because nobody knows its hour. */
export function datetimeCn(moment: Moment): string {
  return plainDay.test(moment) ? moment : shanghai(moment)
}

/** `2026年11月14日`, as in signatures. */
export function dateFormalCn(moment: Moment): string {
  const [year, month, day] = dateCn(moment).split('-')
  return `${year ?? ''}年${month ? `${Number(month)}月` : ''}${day ? `${Number(day)}日` : ''}`
}

/** Value of a `datetime` attribute: valid HTML, and the same instant for a machine. */
export function machineTime(moment: Moment): string {
  if (plainDay.test(moment)) return moment
  const text = shanghai(moment)
  return text && `${text.replace(' ', 'T')}+08:00`
}

/** A list shows each instant twice, and the same items stand on many pages. */
const known = new Map<Moment, string>()
const MOST_KNOWN = 10_000

function shanghai(moment: Moment): string {
  const found = known.get(moment)
  if (found !== undefined) return found
  const text = inShanghai(Date.parse(moment))
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(moment, text)
  return text
}

function inShanghai(at: number): string {
  if (Number.isNaN(at)) return ''
  if (at < LAST_SUMMER_TIME) return calendar.format(at)
  return new Date(at + EIGHT_HOURS).toISOString().slice(0, 16).replace('T', ' ')
}
