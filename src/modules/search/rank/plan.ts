import type { ParsedQuery } from '../text/query.ts'

/** One cheap look-up in the index. Documents that several look-ups give count once. */
export type Lookup =
  /** Documents with exactly this number (field numbers first, then anywhere). */
  | { by: 'number'; word: string; limit: number }
  /** Title holds all of the words. */
  | { by: 'title'; words: readonly string[]; limit: number }
  /** All of these words (of each inner list any) stand somewhere in the document; newest first when there are more. */
  | { by: 'all'; words: readonly (readonly string[])[]; limit: number }

export type PlanOptions = { documents: number; most: number }

/** Longer posting lists than this are read only together with another word. */
const LONGEST_LIST = 3_000

/** Which look-ups to do, in this order, until `most` candidates are there. */
export function candidatePlan(query: ParsedQuery, frequency: (word: string) => number, options: PlanOptions): Lookup[] {
  const { most } = options
  const plan: Lookup[] = []
  for (const word of query.numbers) plan.push({ by: 'number', word, limit: 50 })
  const groups = query.groups
    .filter((group) => group.isRequired)
    .map((group) => ({ words: group.words, df: group.words.reduce((sum, word) => sum + frequency(word), 0) }))
    .filter(({ df }) => df > 0)
    .toSorted((a, b) => a.df - b.df)
  if (groups.length === 0) return plan
  const all = groups.map(({ words }) => words)
  plan.push({ by: 'title', words: groups.map(({ words }) => words[0] ?? ''), limit: 200 })
  plan.push({ by: 'all', words: all, limit: 400 })
  const rare = groups.slice(0, 6)
  for (const [index, first] of rare.entries()) {
    if (first.df <= LONGEST_LIST) plan.push({ by: 'all', words: [first.words], limit: Math.min(first.df, most) })
    for (const second of rare.slice(index + 1)) {
      if (first.df > 100) plan.push({ by: 'all', words: [first.words, second.words], limit: 200 })
    }
  }
  for (const term of query.terms) {
    const df = frequency(term.word)
    if (term.kind !== 'word' && term.kind !== 'filler' && df > 0 && df <= 300) {
      plan.push({ by: 'all', words: [[term.word]], limit: df })
    }
  }
  return plan
}
