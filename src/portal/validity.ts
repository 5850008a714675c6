import { dayOf, validityOf as stateOn } from '../modules/vocabulary/index.ts'
import type { Chip } from './model.ts'

/** What a document's validity is called, what is looked for most first. */
export const VALIDITY = {
  valid: '现行有效',
  pending: '尚未施行',
  amended: '部分修改',
  expired: '已失效',
  repealed: '已废止',
} as const

/** The same, to choose from. */
export const VALIDITIES = Object.entries(VALIDITY).map(([value, title]) => ({ value, title }))

export const validityName = (value: string): string | undefined => VALIDITIES.find((one) => one.value === value)?.title

const DAY_MS = 86_400_000
const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

type Standing = { metadata: Readonly<Record<string, unknown>>; repealedOn: string | null }

export function textIn(metadata: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = metadata[key]
  if (Array.isArray(value)) return value.length > 0 ? value.join('、') : null
  return typeof value === 'string' && value !== '' ? value : null
}

type Clock = { now: Date; noteInstant: (at: number) => void }

/**
 * Whether a document holds on the day of the page, in words: computed from its dates, never stored, so no page can lie. The
 * days on which the answer will be another are noted.
 */
export function validityOf({ metadata, repealedOn }: Standing, { now, noteInstant }: Clock): Chip | null {
  const facts = {
    effectiveOn: textIn(metadata, 'effectiveOn'),
    expiresOn: textIn(metadata, 'expiresOn'),
    declaredValidity: textIn(metadata, 'declaredValidity'),
    repealedOn,
  }
  for (const day of [facts.effectiveOn, repealedOn]) if (day) noteInstant(startOf(day))
  if (facts.expiresOn) noteInstant(startOf(facts.expiresOn) + DAY_MS)
  const today = dayOf(now)
  switch (stateOn(facts, today)) {
    case 'pending':
      return { text: `${facts.effectiveOn ?? ''} 起施行`, tone: 'on' }
    case 'amended':
      return { text: VALIDITY.amended, tone: 'watch' }
    case 'expired':
      return { text: VALIDITY.expired, tone: 'plain' }
    case 'repealed':
      return { text: VALIDITY.repealed, tone: 'plain' }
    case 'valid':
      return { text: VALIDITY.valid, tone: 'on' }
    case null:
      return null
  }
}
