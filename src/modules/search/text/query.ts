import { MOST_QUERY_CHARACTERS } from '../port.ts'
import type { Analyser, Token } from './analyser.ts'
import { findNumbers, looseNumber, numberAlone } from './document-numbers.ts'
import { normalise } from './normalise.ts'
import { asksHow, isDoing, isStopWord } from './stop-words.ts'
import type { Synonyms } from './synonyms.ts'

export type TermKind = 'word' | 'part' | 'synonym' | 'number' | 'filler' | 'latent'

/** One word to look for. A text that holds several terms of one group says the same thing in several ways. */
export type Term = {
  word: string
  /** How much it counts beside the other words of the query; how rare it is comes on top of this. */
  weight: number
  kind: TermKind
  group: number
}

/** One thing that was asked for: a word as it was cut, with all that may stand for it. */
export type Group = {
  /** The word itself, normalised. */
  word: string
  /** Any of these words is the thing itself: the word and its synonyms. */
  words: readonly string[]
  /** So are these together: synonyms that are several words. */
  compounds: readonly (readonly string[])[]
  /** Shorter words that make up the whole of it (停水通知: 停水, 通知); empty where it has none. */
  parts: readonly string[]
  /** The parts by their other names (居民身份证, 补领 for 身份证补办): a title that says them means the same. */
  ways: readonly (readonly string[])[]
  /** Fillers (请问, 怎么办) must not be held by a result. */
  isRequired: boolean
  isNumber: boolean
  /** In the text of the query (`ParsedQuery.text`). */
  start: number
  end: number
}

/**
 * Words that stand together exactly so. `text` is normalised: a hit is verified by looking for it in normalised text. `typed`: as it
 * was given. `words`: each once. `run`: all of them in a row; `inner`: without those at its ends, which may be cut otherwise where
 * a text goes on.
 */
export type Phrase = Readonly<Record<'text' | 'typed', string> & Record<'words' | 'run' | 'inner', readonly string[]>>

export type ParsedQuery = {
  /** What was understood: without operators, cut at the limit. */
  text: string
  /** The same normalised, for comparison with titles. */
  plain: string
  /** More than the limit was given; the rest is ignored. */
  isShortened: boolean
  terms: readonly Term[]
  groups: readonly Group[]
  phrases: readonly Phrase[]
  excluded: readonly Phrase[]
  /** Canonical document numbers, the whole form first. */
  numbers: readonly string[]
  asksToDo: boolean
}

const MOST_JOINED = 4
const MOST_WAYS = 8
const PART_WEIGHT = 0.5
const FILLER_WEIGHT = 0.1
/** A phrase in quotes, or -word: the minus sign begins a word. */
const OPERATORS = /(?<![^\s"“”])[-－–−](?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))|["“”]([^"“”]*)(?:["“”]|$)/gu

function phraseOf(text: string, analyser: Analyser): Phrase | null {
  const plain = normalise(text).text.replace(/\s+/g, ' ').trim()
  const tokens = analyser.tokens(plain).filter(({ word }) => !word.startsWith('《'))
  const words = [...new Set(tokens.map(({ word }) => word))]
  const inner = outermost(tokens)
    .filter(({ token }) => token.start > 0 && token.end < plain.length)
    .flatMap(({ token, parts }) => [token, ...parts].map(({ word }) => word))
  const run = tokens.map(({ word }) => word)
  return plain === '' || words.length === 0 ? null : { text: plain, typed: text.trim(), words, run, inner }
}

/** The longest tokens that do not overlap are what was asked; the others are parts of them. */
function outermost(tokens: readonly Token[]): { token: Token; parts: Token[] }[] {
  const groups: { token: Token; parts: Token[] }[] = []
  for (const token of tokens) {
    const last = groups.at(-1)
    if (last !== undefined && token.start < last.token.end) last.parts.push(token)
    else groups.push({ token, parts: [] })
  }
  return groups
}

/** Two characters that make a pair only because they stand together say nothing where one of them is a word like 能 (失业金/能/领). */
function withoutEmptyPairs(tokens: readonly Token[]): Token[] {
  const single = new Set(tokens.flatMap(({ word, start }) => (word.length === 1 ? start : [])))
  const isPair = ({ word, start, end }: Token) => word.length === 2 && single.has(start) && single.has(end - 1)
  return tokens.filter((token) => !isPair(token) || !Array.from(token.word).some(isStopWord))
}

/** From the first character to the last by words that stand inside it, the longest first; empty where they leave something out. */
function coverOf({ start, end }: Token, parts: readonly Token[]): string[] {
  const cover: string[] = []
  for (let at = start; at < end;) {
    const next = parts.filter((part) => part.start === at).toSorted((a, b) => b.end - a.end)[0]
    if (next === undefined) return []
    cover.push(next.word)
    at = next.end
  }
  return cover
}

/** Reads what somebody typed. Never throws; of an empty query nothing is left. */
export function parseQuery(given: string, analyser: Analyser, synonyms?: Synonyms): ParsedQuery {
  const whole = given.toWellFormed()
  const characters =
    whole.length > MOST_QUERY_CHARACTERS ? Array.from(whole.slice(0, MOST_QUERY_CHARACTERS * 2 + 2)) : []
  const isShortened = characters.length > MOST_QUERY_CHARACTERS
  const text = isShortened ? characters.slice(0, MOST_QUERY_CHARACTERS).join('') : whole

  const phrases: Phrase[] = []
  const excluded: Phrase[] = []
  const rest = text.replace(OPERATORS, (all: string, without?: string, word?: string, phrase?: string) => {
    const isExcluded = phrase === undefined
    const found = phraseOf(without ?? word ?? phrase ?? '', analyser)
    if (found !== null) (isExcluded ? excluded : phrases).push(found)
    // The words of a phrase are words of the query too.
    return isExcluded ? ' ' : all.replace(/["“”]/g, ' ')
  })
  const typed = normalise(rest).text.replace(/\s+/g, ' ').trim()
  const number = looseNumber(typed)
  const plain = number ?? typed
  const alone = numberAlone(typed)
  const found = termsOf(number ?? rest, analyser, synonyms)
  const { terms, groups } = alone === null ? found : orAsFigures(found, alone)
  const written = findNumbers(plain).flatMap((number) => (number.isDocument ? [...number.forms] : []))
  const numbers = alone === null ? written : [alone]
  const asksToDo = groups.some(({ word, parts }) => isDoing(word) || parts.some(isDoing)) || asksHow(plain)
  const understood = rest.replace(/\s+/g, ' ').trim()
  return { text: understood, plain, isShortened, terms, groups, phrases, excluded, numbers, asksToDo }
}

function kindOf(word: string, isFiller: boolean): TermKind {
  if (isFiller) return 'filler'
  return /[0-9]号$|^[0-9a-z]+\/[0-9]{4}-/.test(word) ? 'number' : 'word'
}

type Found = Omit<Term, 'group'>

const wordsOf = (text: string, analyser: Analyser): string[] =>
  outermost(analyser.tokens(text)).map(({ token }) => token.word)

/** What a word may be called otherwise, as words of the index: 辞退 → 解除, 劳动合同. */
function othersOf(word: string, share: number, analyser: Analyser, synonyms: Synonyms): Found[] {
  return synonyms.of(word).flatMap((other) => {
    const words = wordsOf(other.word, analyser)
    const weight = (other.weight * share) / Math.sqrt(words.length)
    return words.map((one): Found => ({ word: one, weight, kind: 'synonym' }))
  })
}

/** A word with its parts and synonyms, as terms of one group. */
function termsOfWord({ token, parts, isJoined }: Unit, kind: TermKind, others: OthersOf): Found[] {
  if (kind === 'filler') return [token, ...parts].map(({ word }) => ({ word, weight: FILLER_WEIGHT, kind }))
  return [
    { word: token.word, weight: 1, kind },
    ...others(token.word, 1),
    ...parts.flatMap(({ word }): Found[] => [
      isJoined ? { word, weight: 1, kind } : { word, weight: PART_WEIGHT, kind: 'part' },
      ...others(word, PART_WEIGHT),
    ]),
  ]
}

type Unit = { token: Token; parts: readonly Token[]; isJoined: boolean }

/** Words in a row that operators or the shipped list know as one (寿星, 卡) are one. */
function unitsOf(outer: readonly { token: Token; parts: Token[] }[], synonyms?: Synonyms): Unit[] {
  const units: Unit[] = []
  for (let at = 0; at < outer.length;) {
    const joined = joinedAt(outer, at, synonyms)
    const [first] = outer.slice(at, at + 1)
    if (joined) units.push(joined.unit)
    else if (first) units.push({ ...first, isJoined: false })
    at += joined?.count ?? 1
  }
  return units
}

function joinedAt(outer: readonly { token: Token }[], at: number, synonyms?: Synonyms) {
  for (let count = MOST_JOINED; synonyms && count > 1; count--) {
    const tokens = outer.slice(at, at + count).map(({ token }) => token)
    const [first] = tokens
    const last = tokens.at(-1)
    if (!first || !last || tokens.length < count) continue
    if (tokens.some((token, index) => index > 0 && token.start !== tokens[index - 1]?.end)) continue
    const token = { word: tokens.map(({ word }) => word).join(''), start: first.start, end: last.end }
    if (synonyms.of(token.word).length > 0) return { unit: { token, parts: tokens, isJoined: true }, count }
  }
  return null
}

/** What a unit is made of: several words that only together say it, or one beside words that say nothing (丢, 了). */
function partsOf({ token, parts, isJoined }: Unit, kind: TermKind): { cover: string[]; alone: string[] } {
  if (kind === 'number') return { cover: [], alone: [] }
  if (!isJoined) return { cover: coverOf(token, parts), alone: [] }
  const words = parts.map(({ word }) => word).filter((word) => !isStopWord(word))
  return words.length > 1 ? { cover: words, alone: [] } : { cover: [], alone: words }
}

function saidOtherwise(cover: readonly string[], analyser: Analyser, synonyms?: Synonyms): string[][] {
  if (!synonyms || cover.length < 2) return []
  let ways: string[][] = [[]]
  for (const part of cover) {
    const others = synonyms.of(part).flatMap(({ word }) => (wordsOf(word, analyser).length === 1 ? word : []))
    ways = ways.flatMap((way) => [part, ...others].map((word) => [...way, word])).slice(0, MOST_WAYS)
  }
  return ways.slice(1)
}

/** 24号 that few bear is a house too: both words of it, which are none of a number. */
function orAsFigures({ terms, groups }: { terms: Term[]; groups: Group[] }, alone: string) {
  const parts = [alone.slice(0, -1), alone.slice(-1)]
  const more = parts.map((word): Term => ({ word, weight: FILLER_WEIGHT, kind: 'part', group: 0 }))
  return { terms: [...terms, ...more], groups: groups.map((group, at) => (at === 0 ? { ...group, parts } : group)) }
}

type OthersOf = (word: string, share: number) => Found[]

function termsOf(text: string, analyser: Analyser, synonyms?: Synonyms): { terms: Term[]; groups: Group[] } {
  const terms = new Map<string, Term>()
  const groups: Group[] = []
  const others: OthersOf = (word, share) => (synonyms ? othersOf(word, share, analyser, synonyms) : [])
  // Names in 《》 are words for counting citations; asked for is what stands between the signs.
  const outer = outermost(withoutEmptyPairs(analyser.tokens(text).filter(({ word }) => !word.startsWith('《'))))
  const hasContent = outer.some(({ token }) => !isStopWord(token.word))
  for (const unit of unitsOf(outer, synonyms)) {
    const { token } = unit
    if (groups.some(({ word }) => word === token.word)) continue
    const kind = kindOf(token.word, isStopWord(token.word) && hasContent)
    const isRequired = kind !== 'filler'
    for (const term of termsOfWord(unit, kind, others)) {
      const known = terms.get(term.word)
      if (known === undefined || known.weight < term.weight) terms.set(term.word, { ...term, group: groups.length })
    }
    const { word, start, end } = token
    const same = isRequired ? (synonyms?.of(word) ?? []).map((other) => wordsOf(other.word, analyser)) : []
    const { cover, alone } = partsOf(unit, kind)
    const words = [word, ...alone, ...same.filter((one) => one.length === 1).flat()]
    const compounds = same.filter((one) => one.length > 1)
    const ways = saidOtherwise(cover, analyser, synonyms)
    groups.push({ word, words, compounds, parts: cover, ways, isRequired, isNumber: kind === 'number', start, end })
  }
  return { terms: [...terms.values()], groups }
}
