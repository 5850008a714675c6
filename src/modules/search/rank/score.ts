import type { Reason } from '../port.ts'
import type { ParsedQuery } from '../text/query.ts'
import { FIELD_COUNT, type Candidate, type RankContext } from './candidate.ts'

/** How much a field's words count, and how much its length matters (BM25F). */
const FIELD_WEIGHTS = [3, 2, 2, 1] as const
const FIELD_B = [0.3, 0.3, 0, 0.6] as const
const K1 = 1.2
const MILLISECONDS_PER_DAY = 86_400_000

export type Score = { score: number; reasons: Reason[] | null }

export type Ranker = {
  score(candidate: Candidate, options?: { wantsReasons?: boolean }): Score
}

/** Inverse document frequency, never negative. */
export function rarity(documents: number, frequency: number): number {
  return Math.log(1 + (documents - Math.min(frequency, documents) + 0.5) / (frequency + 0.5))
}

/** Prepares what is the same for all candidates of one query. */
export function createRanker(query: ParsedQuery, context: RankContext): Ranker {
  const weights = query.terms.map(({ word, weight }) => weight * rarity(context.documents, context.frequency(word)))
  const groupWeights = query.groups.map(() => 0)
  for (const [index, term] of query.terms.entries()) {
    groupWeights[term.group] = Math.max(groupWeights[term.group] ?? 0, weights[index] ?? 0)
  }
  const groupTotal = groupWeights.reduce((sum, weight) => sum + weight, 0) || 1
  const numbers = new Set(query.numbers)

  function words(candidate: Candidate): { sum: number; covered: number } {
    let sum = 0
    const held = new Set<number>()
    for (const [index, term] of query.terms.entries()) {
      let frequency = 0
      for (let field = 0; field < FIELD_COUNT; field++) {
        const count = candidate.counts[index * FIELD_COUNT + field] ?? 0
        if (count === 0) continue
        const b = FIELD_B[field] ?? 0
        const average = context.averageLengths[field] || 1
        const norm = 1 - b + (b * (candidate.lengths[field] ?? 0)) / average
        frequency += ((FIELD_WEIGHTS[field] ?? 1) * count) / norm
      }
      if (frequency === 0) continue
      sum += ((weights[index] ?? 0) * frequency * (K1 + 1)) / (K1 + frequency)
      held.add(term.group)
    }
    let covered = 0
    for (const group of held) covered += groupWeights[group] ?? 0
    return { sum, covered: covered / groupTotal }
  }

  return {
    score(candidate, options = {}) {
      const { sum, covered } = words(candidate)
      const factors: Reason[] = [
        { what: 'words', factor: sum },
        { what: 'coverage', factor: 0.5 + 0.5 * covered },
        { what: 'title', factor: candidate.title !== undefined && candidate.title === query.plain ? 4 : 1 },
        { what: 'number', factor: candidate.numbers?.some((number) => numbers.has(number)) ? 20 : 1 },
        ...standing(query, candidate, context),
      ]
      let score = 1
      for (const { factor } of factors) score *= factor
      return { score, reasons: options.wantsReasons ? factors.filter(({ factor }) => factor !== 1) : null }
    },
  }
}

/** What the document is, whatever was asked: who says it, where, when, whether it is in force. */
function standing(query: ParsedQuery, candidate: Candidate, context: RankContext): Reason[] {
  const near = candidate.documentPlaces?.filter((place) => context.places.includes(place)).length ?? 0
  const days = Math.max(0, (context.now - candidate.at) / MILLISECONDS_PER_DAY)
  const age = candidate.halfLifeDays === null ? 1 : 0.6 + 0.4 * 2 ** (-days / candidate.halfLifeDays)
  return [
    { what: 'level', factor: 1 + 0.03 * candidate.level },
    { what: 'place', factor: 1 + 0.05 * near },
    { what: 'age', factor: age },
    { what: 'repealed', factor: candidate.isRepealed ? 0.5 : 1 },
    { what: 'service', factor: candidate.isService && query.asksToDo ? 1.5 : 1 },
  ]
}
