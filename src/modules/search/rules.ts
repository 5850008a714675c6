import type { Fault } from '../../kernel/problem.ts'
import { fill } from '../../kernel/i18n.ts'
import { MOST_WORDS } from './contract-parts.ts'
import { searchLabels } from './labels.ts'
import type { SearchRules } from './port.ts'

export const SYNONYM_LENGTH = { least: 2, most: 30 } as const
export const PIN_LENGTH = { least: 1, most: 60 } as const

type Length = { least: number; most: number }
export type FaultCode = Extract<keyof (typeof searchLabels)['zh-CN'], `fault.${string}`>
type Values = Readonly<Record<string, string | number>>
type CodedFault = Fault & { code: FaultCode; values: Values }

/** With its code and values, so that the edge can say it in the reader's language. */
export const faultAt = (pointer: string, code: FaultCode, values: Values = {}): CodedFault => ({
  pointer,
  detail: fill(searchLabels['zh-CN'][code], values),
  code,
  values,
})

/** One form for a word however it is typed: width, spaces. */
export const tidyWord = (word: string): string => word.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim()

/** By this two words are the same. */
export const keyOf = (word: string): string => tidyWord(word).toLowerCase()

/** Each word once, in the order given. */
export function tidyWords(words: readonly string[]): string[] {
  const seen = new Map<string, string>()
  for (const word of words.map(tidyWord)) if (word !== '' && !seen.has(keyOf(word))) seen.set(keyOf(word), word)
  return [...seen.values()]
}

/** What separates words in a table, and what a query reads as an operator, cannot be part of one. */
const SEPARATOR = /[、，,;；|"“”\p{Cc}\p{Cf}]/u

/** Everything that is wrong with these words; `pointer` of the list. */
export function faultsOfWords(words: readonly string[], { least, most }: Length, leastWords: number): Fault[] {
  const faults = words.flatMap((word, at) => {
    const length = Array.from(word).length
    const pointer = `/body/words/${at}`
    if (length < least) return [faultAt(pointer, 'fault.search.one-character', { word })]
    if (length > most) return [faultAt(pointer, 'fault.search.long-word', { word: shorten(word), max: most })]
    return SEPARATOR.test(word) ? [faultAt(pointer, 'fault.search.separator', { word })] : []
  })
  if (words.length < leastWords) {
    const code = words.length === 0 ? 'fault.search.no-words' : 'fault.search.few-words'
    return [...faults, faultAt('/body/words', code, { min: leastWords })]
  }
  if (words.length > MOST_WORDS) faults.push(faultAt('/body/words', 'fault.search.many-words', { max: MOST_WORDS }))
  return faults
}

const shorten = (word: string): string => (word.length > 20 ? `${word.slice(0, 20)}…` : word)

/** Rules with the rows that they come from. */
export type StoredRules = {
  synonyms: readonly { id: string; words: readonly string[] }[]
  pins: readonly { id: string; words: readonly string[]; docIds: readonly string[]; siteId: string | null }[]
}

export type RuleChange =
  | { kind: 'synonym'; id: string | null; words: readonly string[]; isOn: boolean }
  | {
      kind: 'pin'
      id: string | null
      words: readonly string[]
      docIds: readonly string[]
      siteId: string | null
      isOn: boolean
    }

export const rulesOf = ({ synonyms, pins }: StoredRules): SearchRules => ({
  synonyms: synonyms.map(({ words }) => words),
  pins: pins.map(({ words, docIds, siteId }) => ({ words, docIds, siteId })),
})

/** The rules as they would be: the changed one in the place of its row, or beside the others, or gone. */
export function withChange(rules: StoredRules, change: RuleChange): StoredRules {
  const words = tidyWords(change.words)
  if (change.kind === 'synonym') {
    const others = rules.synonyms.filter(({ id }) => id !== change.id)
    const isWhole = change.isOn && words.length > 1
    return { ...rules, synonyms: isWhole ? [...others, { id: change.id ?? '', words }] : others }
  }
  const others = rules.pins.filter(({ id }) => id !== change.id)
  const isWhole = change.isOn && words.length > 0 && change.docIds.length > 0
  const { docIds, siteId } = change
  return { ...rules, pins: isWhole ? [...others, { id: change.id ?? '', words, docIds, siteId }] : others }
}
