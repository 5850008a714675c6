import { createHash } from 'node:crypto'
import { Problem } from '../../kernel/problem.ts'
import type { TemplateFault } from '../../kernel/templates.ts'
import { TEMPLATE_LIMIT } from './contract.ts'

export const templateDigest = (source: string): string => createHash('sha256').update(source).digest('hex')

const BYTE_ORDER_MARK = '\ufeff'
/** Control characters but tab and line end, and halves of surrogate pairs: no page may carry them. */
const UNPRINTABLE = /[^\P{Cc}\t\n]|\p{Cs}/u

/** A source as it is kept: no byte order mark, lines end in a line feed. Refuses what no editor writes on purpose. */
export function normaliseSource(source: string): string {
  const plain = source.startsWith(BYTE_ORDER_MARK) ? source.slice(1) : source
  const text = plain.replaceAll(/\r\n?/g, '\n')
  if (text.length > TEMPLATE_LIMIT) throw new Problem('template-too-long', 422, { max: TEMPLATE_LIMIT })
  const found = UNPRINTABLE.exec(text)
  if (!found) return text
  const character = `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  throw new Problem('template-characters', 422, { line: text.slice(0, found.index).split('\n').length, character })
}

/** Why a template was refused, as a code of its own: clients branch on it, and its words can say what to do. */
export function templateRefused({ kind, template, line, reason }: TemplateFault): Problem {
  const code = REFUSALS.find((one) => one === `template-${kind}`) ?? 'template-failed'
  return new Problem(code, 422, { template, line, reason })
}

export const REFUSALS = [
  'template-syntax',
  'template-tag',
  'template-filter',
  'template-unclosed',
  'template-missing',
  'template-time',
  'template-memory',
  'template-output',
  'template-depth',
  'template-failed',
] as const

/**
 * When a new interval begins: now, but never at or before what stands on record already, so that two changes in the same
 * millisecond, or a clock set back, lose nothing.
 */
export function nextInstant(now: Date, last: { validFrom: Date; validTo: Date | null } | undefined): Date {
  if (!last) return now
  return new Date(Math.max(Number(now), Number(last.validFrom) + 1, Number(last.validTo ?? 0)))
}
