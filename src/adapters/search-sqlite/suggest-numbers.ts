import type { SuggestQuery, Suggestion } from '../../modules/search/port.ts'
import { findNumbers } from '../../modules/search/text/document-numbers.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import type { Generation } from './generation.ts'
import { findAll, keepWanted } from './match.ts'
import { termOf } from './postings.ts'
import type { Head } from './prepare.ts'
import { textIn } from './schema.ts'

const MOST_NUMBERS = 5
/** Numbers of a year that begin so; nobody reads on. */
const MOST_WORDS = 200
const MOST_BEARERS = 4

/** The beginning of a document number, with or without its brackets: 国办发〔2019〕2, 国办发2019, 〔2019〕24. */
const TYPED =
  /^(?<agency>[\u4e00-\u9fff]{2,14})?(?<open>[[(<〈]?)(?<year>(?:19|20)[0-9]{2}|20[0-9]?|19[0-9]?)(?<close>年|[\])>〉])?-?第?0*(?<number>[0-9]{0,5})号?$/

type Typed = { agency: string; year: string; number: string; isYearWhole: boolean }

function typedIn(typed: string): Typed | null {
  const { agency = '', open = '', year, close = '', number = '' } = TYPED.exec(typed)?.groups ?? {}
  if (year === undefined || (agency === '' && open === '')) return null
  if (year.length < 4 && (close !== '' || number !== '')) return null
  return { agency, year, number, isYearWhole: close !== '' || number !== '' }
}

const prefixOf = ({ year, number, isYearWhole }: Typed): string => `[${year}${isYearWhole ? `]${number}` : ''}`

/** Documents whose number begins like what is being typed (normalised, without spaces), the number itself first. */
export function suggestNumbers(typed: string, query: SuggestQuery, generation: Generation): Suggestion[] {
  const wanted = typedIn(typed)
  if (wanted === null) return []
  const prefix = prefixOf(wanted)
  const own = numbersWith(wanted.agency + prefix, generation)
  // An agency's word that is not known as one stands outside the number.
  const words = own.length > 0 ? own : numbersWith(prefix, generation)
  const suggestions: Suggestion[] = []
  for (const word of sorted(words, wanted)) {
    for (const head of bearersOf(word, query, generation)) {
      const number = head.numbers.find((one) => beginsWith(one, wanted.agency, prefix))
      if (number === undefined || suggestions.some(({ id }) => id === head.id)) continue
      const { id, source, card, title } = head
      suggestions.push({ text: `${number} ${title}`, kind: 'title', id, source, card })
      if (suggestions.length >= MOST_NUMBERS) return suggestions
    }
  }
  return suggestions
}

const numbersWith = (prefix: string, { sql }: Generation): string[] =>
  sql.numbers.all(prefix, `${prefix}\u{10ffff}`, MOST_WORDS).map((row) => textIn(row['word']))

function sorted(words: readonly string[], { number }: Typed): string[] {
  const read = words.flatMap((word) => {
    const [, year = 0, serial = 0] = (/\[([0-9]{4})\]([0-9]+)号$/.exec(word) ?? []).map(Number)
    return year === 0 ? [] : [{ word, year, serial, isWhole: String(serial) === number }]
  })
  const order = read.toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole) || b.year - a.year || a.serial - b.serial)
  return order.map(({ word }) => word)
}

/** What bears the number, rather than mentions it; what is to be seen now. */
function bearersOf(word: string, { now }: SuggestQuery, generation: Generation): Head[] {
  const id = generation.wordNumber(word)
  if (id === 0) return []
  const sets = [generation.slotsOf(termOf(id, true))]
  const found = keepWanted(findAll(sets, generation), { filters: {}, from: null, until: null, now }, generation)
  return Array.from(found.slots.subarray(0, Math.min(found.count, MOST_BEARERS))).flatMap(
    (slot) => generation.headOf(slot) ?? [],
  )
}

function beginsWith(number: string, agency: string, prefix: string): boolean {
  const plain = normalise(number).text.replace(/\s+/g, '')
  const forms = findNumbers(plain).flatMap((found) => found.forms)
  return plain.startsWith(agency) && [plain.slice(agency.length), ...forms].some((form) => form.startsWith(prefix))
}
