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
  newsForHow: 0.6,
}
/** With so many words it is a question rather than a name. */
const QUESTION_WORDS = 4
/** A half-life of news; notices live longer. */
const NEWS_DAYS = 200
const MILLISECONDS_PER_DAY = 86_400_000
/** Characters of a word, on the average. */
const CHARACTERS_PER_WORD = 1.6

/** One more factor of a score. */
type Put = (what: string, factor: number) => void

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
  const nameWeights = groupWeights.map((weight, group) => (isName[group] ? weight : 0))
  const nameWeight = nameWeights.reduce((sum, weight) => sum + weight, 0) || 1
  const asked = query.plain.replace(/\s+/g, '')
  let characters: CharacterScorer | undefined
  const held = new Float64Array(query.groups.length)
  const titled = new Float64Array(query.groups.length)

  function words(candidate: Candidate): { sum: number; covered: number; inTitle: number; inName: number } {
    held.fill(0)
    titled.fill(0)
    let sum = 0
    for (let index = 0; index < query.terms.length; index++) {
      const term = query.terms[index]
      const frequency = frequencyOf(candidate, index, context)
      if (!term || frequency === 0) continue
      sum += ((weights[index] ?? 0) * frequency * (WEIGHTS.saturation + 1)) / (WEIGHTS.saturation + frequency)
      const share = SHARE_HELD[term.kind]
      held[term.group] = Math.max(held[term.group] ?? 0, share)
      if (isInTitle(candidate, index)) titled[term.group] = Math.max(titled[term.group] ?? 0, share)
    }
    for (const { group, whole, places } of compounds) {
      if ((titled[group] ?? 0) >= IN_PARTS || !places.every((term) => isInTitle(candidate, term))) continue
      titled[group] = IN_PARTS
      held[group] = Math.max(held[group] ?? 0, IN_PARTS)
      sum += IN_PARTS * (weights[whole] ?? 0)
    }
    const [covered, inTitle, inName] = [
      weigh(groupWeights, held),
      weigh(groupWeights, titled),
      weigh(nameWeights, titled),
    ]
    return { sum, covered, inTitle: inTitle / total, inName: inName / nameWeight }
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
      const reasons: Reason[] | null = options.wantsReasons ? [] : null
      let score = 1
      const put: Put = (what, factor) => {
        score *= factor
        if (factor !== 1) reasons?.push({ what, factor })
      }
      put('words', base)
      put('characters', base === 0 ? 1 : all / base)
      put('title', 1 + WEIGHTS.title * inTitle)
      put('exact-title', asked !== '' && candidate.title?.replace(/\s+/g, '') === asked ? 4 : 1)
      put('number', candidate.numbers?.some((number) => numbers.has(number)) ? 20 : 1)
      authority(candidate, context, { isSecond: options.isSecond ?? false, share }, put)
      put('sort', sortFactor(candidate, inTitle))
      put('contact', contactFactor(candidate, inName))
      standing(query, candidate, context, put)
      return { score, reasons }
    },
  }
}

const isInTitle = ({ counts, from = 0 }: Candidate, term: number): boolean =>
  (counts[from + term * FIELD_COUNT] ?? 0) > 0

function weigh(weights: readonly number[], shares: Float64Array): number {
  let sum = 0
  for (let at = 0; at < weights.length; at++) sum += (weights[at] ?? 0) * (shares[at] ?? 0)
  return sum
}

function frequencyOf(candidate: Candidate, term: number, context: RankContext): number {
  const from = (candidate.from ?? 0) + term * FIELD_COUNT
  let frequency = 0
  for (let field = 0; field < FIELD_COUNT; field++) {
    const count = candidate.counts[from + field] ?? 0
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
  put: Put,
): void {
  if (candidate.title === undefined) return
  const rank = textRank(candidate.title)
  const raised = rank === 'law' ? WEIGHTS.law : rank === 'interpretation' ? WEIGHTS.interpretation : 0
  const cited = isSecond ? context.frequency(citationWord(candidate.title)) : 0
  put('rank', 1 + share * raised)
  put('cited', 1 + share * WEIGHTS.citation * Math.log1p(cited))
}

/** What ages faster than anything else is news: of a visit, say. Rules and guides answer how something is done. */
const isNews = ({ halfLifeDays }: Candidate): boolean => halfLifeDays !== null && halfLifeDays <= NEWS_DAYS

/** What the document is, whatever was asked: who says it, where, when, whether it is in force. */
function standing(query: ParsedQuery, candidate: Candidate, context: RankContext, put: Put): void {
  let near = 0
  for (const place of candidate.documentPlaces ?? []) if (context.places.includes(place)) near += 1
  const days = Math.max(0, (context.now - candidate.at) / MILLISECONDS_PER_DAY)
  const age = candidate.halfLifeDays === null ? 1 : 0.6 + 0.4 * 2 ** (-days / candidate.halfLifeDays)
  put('level', 1 + 0.03 * candidate.level)
  put('place', 1 + 0.1 * near)
  put('age', age)
  put('repealed', candidate.isRepealed ? 0.5 : 1)
  put('service', candidate.isService && query.asksToDo ? 1.5 : 1)
  put('news', query.asksToDo && isNews(candidate) ? WEIGHTS.newsForHow : 1)
}
