import type { Reason, SearchQuery } from '../../modules/search/port.ts'
import { facetNames } from '../../modules/search/port.ts'
import { FIELD_COUNT, type Candidate } from '../../modules/search/rank/candidate.ts'
import { createRanker, type ScoreOptions } from '../../modules/search/rank/score.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import { keysFor, largest } from './best.ts'
import type { Folded } from './fold.ts'
import { countTerms, ENDINGS, titleOf, type Wanted } from './forward.ts'
import type { Generation } from './generation.ts'
import { unpackText } from './prepare.ts'
import { addList, type Container, isHeld } from './sets.ts'
import { CHUNK, NAMED, REPEALED, SERVICE, WAY } from './shared.ts'
import { LONG_QUERY, type Terms } from './terms.ts'

/** So many are scored word by word; the others stand behind them in the order of what is known without reading them. */
const MOST_SCORED = { short: 250, long: 600 }
/** The best of these are looked at once more; of a long query with their text. */
const MOST_SECOND = { short: 40, long: 90 }
const lengthOf = (terms: Terms): 'short' | 'long' => (terms.groups.length >= LONG_QUERY ? 'long' : 'short')
/** A machine that takes longer over them reads fewer: an answer in a plainer order is better than none. */
const LONGEST_SECOND_MS = 500
/** Characters of longer texts are counted in their beginning. */
const MOST_CHARACTERS = 6_000
const PLACE = facetNames.indexOf('place')

export type Ranked = { slot: number; score: number; reasons: readonly Reason[] | null }

/** The first `most` results in the order of relevance. The same for every page of one query. */
export function rank(folded: Folded, terms: Terms, query: SearchQuery, generation: Generation, most: number): Ranked[] {
  const size = lengthOf(terms)
  const keys = keysOf(folded, terms, query.now, generation)
  const first = largest(keys, folded.count, MOST_SCORED[size])
  const slots = first.map((index) => folded.slots[index] ?? 0)
  const { read, score } = scorer(terms, query, generation)
  read(slots)
  const { at } = generation.columns
  const inOrder = (a: Ranked, b: Ranked): number =>
    b.score - a.score || (at[b.slot] ?? 0) - (at[a.slot] ?? 0) || b.slot - a.slot
  const once = slots.map((slot) => score(slot)).toSorted(inOrder)
  const begun = performance.now()
  const again = once.slice(0, MOST_SECOND[size]).map(({ slot }) => {
    const isRead = size === 'long' && performance.now() - begun < LONGEST_SECOND_MS
    const text = isRead ? bodyOf(slot, generation) : undefined
    return score(slot, { isSecond: true, ...(text !== undefined && { text }) })
  })
  const ranked = [...again.toSorted(inOrder), ...once.slice(MOST_SECOND[size])]
  if (most <= ranked.length || folded.count <= ranked.length) return ranked
  const isScored = new Set(first)
  const rest = largest(keys, folded.count, most).filter((index) => !isScored.has(index))
  return [...ranked, ...rest.map((index) => ({ slot: folded.slots[index] ?? 0, score: 0, reasons: null }))]
}

function bodyOf(slot: number, generation: Generation): string {
  const bytes = generation.textOf(slot)
  if (bytes === null || bytes.length === 0) return ''
  const text = unpackText(bytes)
  return normalise((typeof text === 'string' ? text : text.join('\n')).slice(0, MOST_CHARACTERS)).text
}

/** Adds to the key of each result what its words in the title weigh. Results of one chunk stand together, but for a few. */
function addTitles({ slots, count }: Folded, terms: Terms, keys: Float64Array): void {
  const sets = terms.titles().filter(({ set }) => set.length > 0)
  for (let from = 0, to = 0; from < count; from = to) {
    const chunk = Math.floor((slots[from] ?? 0) / CHUNK)
    const [least, most] = [chunk * CHUNK, (chunk + 1) * CHUNK]
    for (to = from + 1; to < count; to++) {
      const slot = slots[to] ?? 0
      if (slot < least || slot >= most) break
    }
    for (const { set, weight } of sets) {
      const container = set[chunk]
      if (container) addWeight(mapOf(container, to - from), weight, { slots, from, to }, keys)
    }
  }
}

const mapRoom = new Uint32Array(CHUNK / 32)

/** For many looks a list is written out as a bitmap. */
function mapOf(container: Container, looks: number): Container {
  const { list } = container
  if (!list || looks < MANY_LOOKS) return container
  mapRoom.fill(0)
  addList(list, mapRoom)
  return { n: list.length, list: null, bits: mapRoom }
}
const MANY_LOOKS = 256

type Range = { slots: Uint32Array; from: number; to: number }

function addWeight(container: Container, weight: number, { slots, from, to }: Range, keys: Float64Array): void {
  const { bits } = container
  for (let index = from; index < to; index++) {
    const low = (slots[index] ?? 0) & (CHUNK - 1)
    const isThere = bits ? ((bits[low >>> 5] ?? 0) & (1 << (low & 31))) !== 0 : isHeld(container, low)
    if (isThere) keys[index] = (keys[index] ?? 0) + weight
  }
}

/** What is known of a result without reading it: its words in the title, or how many words it has; its age and level. */
function keysOf(folded: Folded, terms: Terms, now: number, generation: Generation): Float64Array {
  const { slots, weights, count } = folded
  const keys = keysFor(count).fill(0, 0, count)
  if (count <= MOST_SCORED[lengthOf(terms)]) return keys
  addTitles(folded, terms, keys)
  const standing = generation.standingAt(now)
  const share = terms.weight * 0.3
  for (let index = 0; index < count; index++) {
    keys[index] = 0.7 * (keys[index] ?? 0) + share * (standing[slots[index] ?? 0] ?? 0)
  }
  if (weights) for (let index = 0; index < count; index++) keys[index] = (keys[index] ?? 0) + (weights[index] ?? 0)
  return keys
}

/** Which words the query has; marked while candidates are read. */
const wanted: Wanted = { places: new Uint16Array(1 << 16), endings: new Uint8Array(ENDINGS) }
/** Counts of all candidates of a query behind one another: an array for each costs more than the counting. */
let countsRoom = new Uint16Array(0)

export type Scorer = {
  /** Reads what is to be scored. */
  read: (slots: readonly number[]) => void
  score: (slot: number, options?: ScoreOptions) => Ranked
}

export function scorer(terms: Terms, query: SearchQuery, generation: Generation): Scorer {
  const { columns, facets, sums, live } = generation
  const documents = Math.max(1, live)
  const { parsed } = terms
  const average = (field: number): number => Math.max(1, (sums[field] ?? 0) / documents)
  const ranker = createRanker(parsed, {
    documents,
    averageLengths: [average(0), average(1), average(2), average(3)],
    frequency: (word) => terms.frequency(word),
    places: query.places,
    now: query.now,
  })
  const words = [...parsed.terms.map(({ word }) => word), ...parsed.numbers].map((word) => generation.wordNumber(word))
  const numberPlaces = parsed.numbers.map((_, index) => words.indexOf(words[parsed.terms.length + index] ?? 0))

  const candidates = new Map<number, Candidate>()
  const width = words.length * FIELD_COUNT
  const candidateOf = (slot: number, bytes: Uint8Array, start: number, end: number): Candidate => {
    const from = candidates.size * width
    const counts = countsRoom
    const lengths = countTerms(bytes, start, end, wanted, { counts, from, fields: FIELD_COUNT })
    const flag = columns.flags[slot] ?? 0
    const halfLife = columns.halfLife[slot] ?? Infinity
    const candidate: Candidate = {
      counts,
      from,
      lengths,
      title: titleOf(bytes, start),
      numbers: parsed.numbers.filter(
        (_, index) => (counts[from + (numberPlaces[index] ?? 0) * FIELD_COUNT + 2] ?? 0) > 0,
      ),
      at: columns.at[slot] ?? 0,
      level: flag & 7,
      halfLifeDays: halfLife === Infinity ? null : halfLife,
      isRepealed: (flag & REPEALED) !== 0,
      isService: (flag & SERVICE) !== 0,
      sort: (flag & NAMED) !== 0 ? 'named' : (flag & WAY) !== 0 ? 'way' : 'text',
      documentPlaces: facets.valuesOf(columns.facets[PLACE]?.[slot] ?? 0),
    }
    return candidate
  }
  return {
    read(slots) {
      makeRoom(slots.length * width)
      mark(words)
      generation.eachForward(slots, slots.length, (slot, bytes, start, end) => {
        candidates.set(slot, candidateOf(slot, bytes, start, end))
      })
      unmark(words)
    },
    score(slot, options = {}) {
      const candidate = candidates.get(slot)
      // It went while it was looked for: the answer will be looked for once more.
      if (!candidate) return { slot, score: 0, reasons: null }
      return { slot, ...ranker.score(candidate, { ...options, wantsReasons: query.wantsReasons }) }
    },
  }
}

function makeRoom(length: number): void {
  if (countsRoom.length < length) countsRoom = new Uint16Array(length * 2)
  else countsRoom.fill(0, 0, length)
}

function mark(words: readonly number[]): void {
  for (const [index, word] of words.entries()) {
    if (word === 0) continue
    if (word >= wanted.places.length) {
      const more = new Uint16Array(word * 2)
      more.set(wanted.places)
      wanted.places = more
    }
    if (wanted.places[word] === 0) wanted.places[word] = index + 1
    wanted.endings[word & (ENDINGS - 1)] = 1
  }
}

function unmark(words: readonly number[]): void {
  for (const word of words) if (word !== 0) wanted.places[word] = 0
  wanted.endings.fill(0)
}
