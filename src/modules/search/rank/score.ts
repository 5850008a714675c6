import type { Reason } from '../port.ts'
import type { ParsedQuery, TermKind } from '../text/query.ts'
import { isContact } from '../text/stop-words.ts'
import { citationWord, textRank } from './authority.ts'
import { FIELD_COUNT, type Candidate, type RankContext } from './candidate.ts'
import { type CharacterScorer, createCharacterScorer } from './characters.ts'
import { rarity } from './rarity.ts'

/** How much each means beside the others; measured, see docs/performance.md. */
export const WEIGHTS = {
  /** A field's words, and how much its length matters (BM25F). */
  fields: [1.5, 1.5, 2, 1],
  lengths: [0.3, 0.3, 0, 0.75],
  saturation: 1.2,
  /** Which words of the query are there at all. */
  held: 1.5,
  /** Characters and pairs of characters, of a long query. */
  single: 1.2,
  pairs: 1.2,
  title: 0.8,
  law: 0.35,
  interpretation: 0.15,
  citation: 0.08,
  /** A few words name a thing: what texts say of each other counts less then than for a question. */
  authorityOfFewWords: 0.5,
}
/** With so many words it is a question rather than a name. */
const QUESTION_WORDS = 4
const MILLISECONDS_PER_DAY = 86_400_000
/** Characters of a word, on the average. */
const CHARACTERS_PER_WORD = 1.6

export type Score = { score: number; reasons: Reason[] | null }

export type ScoreOptions = {
  wantsReasons?: boolean
  /** A second round over the best of the first: what takes longer to know counts too. */
  isSecond?: boolean
  /** The text without its title, normalised: of a long query its characters count too. */
  text?: string
}

export type Ranker = {
  score(candidate: Candidate, options?: ScoreOptions): Score
}

/** What holding a word of this sort says about its group. */
const SHARE_HELD: Readonly<Record<TermKind, number>> = {
  word: 1,
  number: 1,
  synonym: 0.8,
  part: 0.5,
  filler: 1,
  latent: 0.3,
}

/** What a title says when it says all parts of a word. */
const IN_PARTS = 0.9

/** All of a name, or what it is called otherwise. */
const NAMED_FULLY = 0.75

/** Prepares what is the same for all candidates of one query. */
export function createRanker(query: ParsedQuery, context: RankContext): Ranker {
  const weights = query.terms.map(({ word, weight }) => weight * rarity(context.documents, context.frequency(word)))
  const groupWeights = query.groups.map(({ word, isRequired }) => {
    const weight = rarity(context.documents, context.frequency(word))
    return isRequired ? weight : weight * 0.1
  })
  const total = groupWeights.reduce((sum, weight) => sum + weight, 0) || 1
  const numbers = new Set(query.numbers)
  const isQuestion = query.groups.filter(({ isRequired }) => isRequired).length >= QUESTION_WORDS
  const share = isQuestion ? 1 : WEIGHTS.authorityOfFewWords
  // A word that a title says in its parts: 停水检修通知 for 停水通知.
  const compounds = query.groups.flatMap(({ word, parts }, group) => {
    const places = parts.map((part) => query.terms.findIndex((term) => term.word === part && term.group === group))
    const whole = query.terms.findIndex((term) => term.word === word)
    return parts.length > 1 && whole >= 0 && !places.includes(-1) ? [{ group, whole, places }] : []
  })
  // 民政局电话 is a question about the office that is named.
  const isName = query.groups.map(({ word, isRequired }) => isRequired && !isContact(word))
  const wantsContact = query.groups.some(({ word }) => isContact(word)) && isName.includes(true)
  const nameWeight = groupWeights.reduce((sum, weight, group) => (isName[group] ? sum + weight : sum), 0) || 1
  const asked = query.plain.replace(/\s+/g, '')
  let characters: CharacterScorer | undefined
  const held = new Float64Array(query.groups.length)
  const titled = new Float64Array(query.groups.length)

  function words(candidate: Candidate): { sum: number; covered: number; inTitle: number; inName: number } {
    held.fill(0)
    titled.fill(0)
    let sum = 0
    for (const [index, term] of query.terms.entries()) {
      const frequency = frequencyOf(candidate, index, context)
      if (frequency === 0) continue
      sum += ((weights[index] ?? 0) * frequency * (WEIGHTS.saturation + 1)) / (WEIGHTS.saturation + frequency)
      const share = SHARE_HELD[term.kind]
      held[term.group] = Math.max(held[term.group] ?? 0, share)
      if ((candidate.counts[index * FIELD_COUNT] ?? 0) > 0)
        titled[term.group] = Math.max(titled[term.group] ?? 0, share)
    }
    for (const { group, whole, places } of compounds) {
      if ((titled[group] ?? 0) >= IN_PARTS || !places.every((term) => (candidate.counts[term * FIELD_COUNT] ?? 0) > 0))
        continue
      titled[group] = IN_PARTS
      held[group] = Math.max(held[group] ?? 0, IN_PARTS)
      sum += IN_PARTS * (weights[whole] ?? 0)
    }
    const of = (shares: Float64Array): number =>
      groupWeights.reduce((all, weight, group) => all + weight * (shares[group] ?? 0), 0)
    const named = titled.reduce(
      (all, part, group) => (isName[group] ? all + part * (groupWeights[group] ?? 0) : all),
      0,
    )
    return { sum, covered: of(held), inTitle: of(titled) / total, inName: named / nameWeight }
  }

  function charactersOf(text: string): number {
    characters ??= createCharacterScorer(query.plain, {
      documents: context.documents,
      average: context.averageLengths[3] * CHARACTERS_PER_WORD,
      frequency: context.frequency,
    })
    const { single, pairs } = characters(text)
    return WEIGHTS.single * single + WEIGHTS.pairs * pairs
  }

  const contactFactor = ({ sort }: Candidate, inName: number): number =>
    wantsContact && sort === 'named' && inName > NAMED_FULLY ? 2.5 : 1

  return {
    score(candidate, options = {}) {
      const { sum, covered, inTitle, inName } = words(candidate)
      const base = sum + WEIGHTS.held * covered
      const all = options.text === undefined ? base : base + charactersOf(`${candidate.title ?? ''}\n${options.text}`)
      const factors: Reason[] = [
        { what: 'words', factor: base },
        { what: 'characters', factor: base === 0 ? 1 : all / base },
        { what: 'title', factor: 1 + WEIGHTS.title * inTitle },
        { what: 'exact-title', factor: candidate.title?.replace(/\s+/g, '') === asked && asked !== '' ? 4 : 1 },
        { what: 'number', factor: candidate.numbers?.some((number) => numbers.has(number)) ? 20 : 1 },
        ...authority(candidate, context, { isSecond: options.isSecond ?? false, share }),
        { what: 'sort', factor: sortFactor(candidate, inTitle) },
        { what: 'contact', factor: contactFactor(candidate, inName) },
        ...standing(query, candidate, context),
      ]
      let score = 1
      for (const { factor } of factors) score *= factor
      return { score, reasons: options.wantsReasons ? factors.filter(({ factor }) => factor !== 1) : null }
    },
  }
}

function frequencyOf(candidate: Candidate, term: number, context: RankContext): number {
  let frequency = 0
  for (let field = 0; field < FIELD_COUNT; field++) {
    const count = candidate.counts[term * FIELD_COUNT + field] ?? 0
    if (count === 0) continue
    const b = WEIGHTS.lengths[field] ?? 0
    const average = context.averageLengths[field] || 1
    const norm = 1 - b + (b * (candidate.lengths[field] ?? 0)) / average
    frequency += ((WEIGHTS.fields[field] ?? 1) * count) / norm
  }
  return frequency
}

/** Whoever says a name means what bears it; a channel comes behind what stands in it, unless it was called by its name alone. */
function sortFactor({ sort, title }: Candidate, inTitle: number): number {
  const isCalled = inTitle > 0.99 && title !== undefined
  if (sort === 'named') return isCalled ? 1.6 : 1
  return sort === 'way' ? 0.4 : 1
}

/** What others think of the document: its rank among texts, and how many documents cite it. */
function authority(
  candidate: Candidate,
  context: RankContext,
  { isSecond, share }: { isSecond: boolean; share: number },
): Reason[] {
  if (candidate.title === undefined) return []
  const rank = textRank(candidate.title)
  const raised = rank === 'law' ? WEIGHTS.law : rank === 'interpretation' ? WEIGHTS.interpretation : 0
  const cited = isSecond ? context.frequency(citationWord(candidate.title)) : 0
  return [
    { what: 'rank', factor: 1 + share * raised },
    { what: 'cited', factor: 1 + share * WEIGHTS.citation * Math.log1p(cited) },
  ]
}

/** What the document is, whatever was asked: who says it, where, when, whether it is in force. */
function standing(query: ParsedQuery, candidate: Candidate, context: RankContext): Reason[] {
  const near = candidate.documentPlaces?.filter((place) => context.places.includes(place)).length ?? 0
  const days = Math.max(0, (context.now - candidate.at) / MILLISECONDS_PER_DAY)
  const age = candidate.halfLifeDays === null ? 1 : 0.6 + 0.4 * 2 ** (-days / candidate.halfLifeDays)
  return [
    { what: 'level', factor: 1 + 0.03 * candidate.level },
    { what: 'place', factor: 1 + 0.1 * near },
    { what: 'age', factor: age },
    { what: 'repealed', factor: candidate.isRepealed ? 0.5 : 1 },
    { what: 'service', factor: candidate.isService && query.asksToDo ? 1.5 : 1 },
  ]
}
