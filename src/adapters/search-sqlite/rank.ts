import type { Reason, SearchQuery } from '../../modules/search/port.ts'
import { facetNames } from '../../modules/search/port.ts'
import { FIELD_COUNT, type Candidate } from '../../modules/search/rank/candidate.ts'
import { createRanker, type ScoreOptions } from '../../modules/search/rank/score.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import { largest } from './best.ts'
import type { Folded } from './fold.ts'
import { countTerms, titleOf } from './forward.ts'
import type { Generation } from './generation.ts'
import { unpackText } from './prepare.ts'
import { bytesIn } from './schema.ts'
import { eachOf, type SlotSet } from './sets.ts'
import { CHUNK, REPEALED, SERVICE } from './shared.ts'
import { LONG_QUERY, type Terms } from './terms.ts'

/** So many are scored word by word; the others stand behind them in the order of what is known without reading them. */
const MOST_SCORED = { short: 300, long: 600 }
/** The best of these are looked at once more; of a long query with their text. */
const MOST_SECOND = { short: 40, long: 150 }
const sizeOf = (terms: Terms): 'short' | 'long' => (terms.groups.length >= LONG_QUERY ? 'long' : 'short')
/** Characters of longer texts are counted in their beginning. */
const MOST_CHARACTERS = 6_000
const DAY = 86_400_000
const PLACE = facetNames.indexOf('place')

export type Ranked = { slot: number; score: number; reasons: readonly Reason[] | null }

/** The first `most` results in the order of relevance. The same for every page of one query. */
export function rank(folded: Folded, terms: Terms, query: SearchQuery, generation: Generation, most: number): Ranked[] {
  const size = sizeOf(terms)
  const keys = keysOf(folded, terms, query.now, generation)
  const first = largest(keys, folded.count, MOST_SCORED[size])
  const score = scorer(terms, query, generation)
  const { at } = generation.columns
  const inOrder = (a: Ranked, b: Ranked): number =>
    b.score - a.score || (at[b.slot] ?? 0) - (at[a.slot] ?? 0) || b.slot - a.slot
  const once = first.map((at) => score(folded.slots[at] ?? 0)).toSorted(inOrder)
  const again = once.slice(0, MOST_SECOND[size]).map(({ slot }) => {
    const text = size === 'long' ? bodyOf(slot, generation) : undefined
    return score(slot, { isSecond: true, ...(text !== undefined && { text }) })
  })
  const ranked = [...again.toSorted(inOrder), ...once.slice(MOST_SECOND[size])]
  if (most <= ranked.length || folded.count <= ranked.length) return ranked
  const isScored = new Set(first)
  const rest = largest(keys, folded.count, most).filter((index) => !isScored.has(index))
  return [...ranked, ...rest.map((index) => ({ slot: folded.slots[index] ?? 0, score: 0, reasons: null }))]
}

function bodyOf(slot: number, { sql }: Generation): string {
  const bytes = bytesIn(sql.text.get(slot)?.['text'])
  if (bytes.length === 0) return ''
  const text = unpackText(bytes)
  return normalise((typeof text === 'string' ? text : text.join('\n')).slice(0, MOST_CHARACTERS)).text
}

let titleSums = new Float32Array(0)

function sumTitles(sets: readonly { set: SlotSet; weight: number }[], slots: number): void {
  if (titleSums.length < slots) titleSums = new Float32Array(slots + CHUNK)
  for (const { set, weight } of sets) {
    for (const [chunk, container] of set.entries()) {
      if (!container) continue
      const sums = titleSums.subarray(chunk * CHUNK, chunk * CHUNK + CHUNK)
      eachOf(container, (low) => (sums[low] = weight === 0 ? 0 : (sums[low] ?? 0) + weight))
    }
  }
}

/** What is known of a result without reading it: its words in the title, or how many words it has; its age and level. */
function keysOf(folded: Folded, terms: Terms, now: number, generation: Generation): Float64Array {
  const { at, halfLife, flags } = generation.columns
  const keys = new Float64Array(folded.count)
  if (folded.count <= MOST_SCORED[sizeOf(terms)]) return keys
  const sets = terms.titles()
  sumTitles(sets, generation.slots)
  for (let index = 0; index < folded.count; index++) {
    const slot = folded.slots[index] ?? 0
    const days = Math.max(0, (now - (at[slot] ?? 0)) / DAY)
    // Near enough to halving for a first choice, and far cheaper.
    const age = 1 / (1 + days / (halfLife[slot] ?? Infinity))
    const flag = flags[slot] ?? 0
    const standing = 0.4 * age + 0.03 * (flag & 7) - ((flag & REPEALED) === 0 ? 0 : 0.3)
    keys[index] = (folded.weights?.[index] ?? 0) + 0.7 * (titleSums[slot] ?? 0) + terms.weight * 0.3 * standing
  }
  sumTitles(
    sets.map(({ set }) => ({ set, weight: 0 })),
    generation.slots,
  )
  return keys
}

/** By the number of a word: 1 + the place of the term in the query. */
let termPlaces = new Uint16Array(1 << 16)

export type Scorer = (slot: number, options?: ScoreOptions) => Ranked

export function scorer(terms: Terms, query: SearchQuery, generation: Generation): Scorer {
  const { columns, facets, lengths, live, sql } = generation
  const documents = Math.max(1, live)
  const { parsed } = terms
  const average = (field: number): number => Math.max(1, (lengths[field] ?? 0) / documents)
  const ranker = createRanker(parsed, {
    documents,
    averageLengths: [average(0), average(1), average(2), average(3)],
    frequency: terms.frequency,
    places: query.places,
    now: query.now,
  })
  const words = [...parsed.terms.map(({ word }) => word), ...parsed.numbers].map((word) => generation.wordNumber(word))
  const numberPlaces = parsed.numbers.map((_, index) => words.indexOf(words[parsed.terms.length + index] ?? 0))

  const candidates = new Map<number, Candidate>()
  const candidateOf = (slot: number): Candidate => {
    const data = bytesIn(sql.forward.get(slot)?.['data'])
    mark(words)
    const { counts, lengths: fields, places } = countTerms(data, FIELD_COUNT, words.length, termPlaces)
    unmark(words)
    const flag = columns.flags[slot] ?? 0
    const halfLife = columns.halfLife[slot] ?? Infinity
    const candidate: Candidate = {
      counts,
      lengths: fields,
      places,
      title: titleOf(data),
      numbers: parsed.numbers.filter((_, index) => (counts[(numberPlaces[index] ?? 0) * FIELD_COUNT + 2] ?? 0) > 0),
      at: columns.at[slot] ?? 0,
      level: flag & 7,
      halfLifeDays: halfLife === Infinity ? null : halfLife,
      isRepealed: (flag & REPEALED) !== 0,
      isService: (flag & SERVICE) !== 0,
      documentPlaces: facets.valuesOf(columns.facets[PLACE]?.[slot] ?? 0),
    }
    return candidate
  }
  return (slot, options = {}) => {
    const candidate = candidates.get(slot) ?? candidateOf(slot)
    candidates.set(slot, candidate)
    return { slot, ...ranker.score(candidate, { ...options, wantsReasons: query.wantsReasons }) }
  }
}

function mark(words: readonly number[]): void {
  for (const [index, word] of words.entries()) {
    if (word === 0) continue
    if (word >= termPlaces.length) {
      const more = new Uint16Array(word * 2)
      more.set(termPlaces)
      termPlaces = more
    }
    if (termPlaces[word] === 0) termPlaces[word] = index + 1
  }
}

function unmark(words: readonly number[]): void {
  for (const word of words) if (word !== 0) termPlaces[word] = 0
}
