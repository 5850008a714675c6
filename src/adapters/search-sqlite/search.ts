import { MOST_PER_PAGE, MOST_RESULTS, type SearchAnswer, type SearchQuery } from '../../modules/search/port.ts'
import { facetNames } from '../../modules/search/port.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import type { ParsedQuery } from '../../modules/search/text/query.ts'
import { latest } from './best.ts'
import { find } from './find.ts'
import { countFacets, foldCopies, type Folded, type IsBetter } from './fold.ts'
import type { Generation } from './generation.ts'
import { hitsOf } from './hits.ts'
import { type Found, keepWanted } from './match.ts'
import { rank, type Ranked, scorer } from './rank.ts'
import { hasBit } from './shared.ts'
import { type Terms, termsOf } from './terms.ts'

const TRIES = 3
/** Weights that differ by no more are sums of the same words. */
const SAME = 1e-4
const [SITE, PLACE] = [facetNames.indexOf('site'), facetNames.indexOf('place')]

/** Answers from one state of the index: what the writer published meanwhile makes it look again. */
export function search(query: SearchQuery, parsed: ParsedQuery, generation: Generation): SearchAnswer {
  const started = performance.now()
  let answer: SearchAnswer | null = null
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const version = generation.begin()
    const found = generation.inOneState(() => answerOnce(query, parsed, generation))
    if (found.isWhole || !answer) answer = found.answer
    if (found.isWhole && generation.isStill(version)) break
  }
  if (!answer) throw new Error('no attempt was made')
  return { ...answer, tookMs: performance.now() - started }
}

function answerOnce(
  query: SearchQuery,
  parsed: ParsedQuery,
  generation: Generation,
): { answer: SearchAnswer; isWhole: boolean } {
  const { rules } = generation.rules(query.rules)
  const terms = termsOf(parsed, generation)
  const matches = find(terms, query, generation)
  const pins = query.sort === 'relevance' ? pinsOf(rules.pins, parsed.plain, query, generation) : []
  const found = withPins(matches.found, pins)
  const folded = foldCopies(found, generation, betterOf(query, generation, new Set(pins)))
  const facets = query.wantsFacets ? countFacets(folded, generation) : {}
  const total = folded.count
  const from = Math.max(0, Math.floor(query.offset))
  const to = Math.min(MOST_RESULTS, from + Math.min(MOST_PER_PAGE, Math.max(0, Math.floor(query.limit))))
  const ranked = to > from && total > 0 ? order(folded, terms, query, generation, to) : []
  const page = withPinsFirst(ranked, pins, terms, query, generation).slice(from, to)
  const hits = hitsOf(page, {
    terms,
    query,
    generation,
    copies: folded.copies,
    pinned: new Set(pins),
    plain: matches.plain,
  })
  const answer: SearchAnswer = {
    total,
    isTotalExact: matches.isExact,
    hits: hits ?? [],
    facets,
    areFacetsExact: matches.isExact,
    words: terms.groups.map(({ group }) => group.word),
    optional: matches.optional,
    correction: null,
    isCorrected: false,
    tookMs: 0,
  }
  return { answer, isWhole: hits !== null }
}

function order(folded: Folded, terms: Terms, query: SearchQuery, generation: Generation, most: number): Ranked[] {
  if (query.sort === 'relevance') return rank(folded, terms, query, generation, most)
  const last = latest(folded.slots, folded.count, generation.dates(), most)
  return last.map((index) => ({ slot: folded.slots[index] ?? 0, score: 0, reasons: null }))
}

/**
 * Of copies the reader sees what was pinned, the one that holds most of what was asked for (a place, say), the one nearest to them, then the
 * highest publisher's, then the first; by date the newest.
 */
function betterOf(query: SearchQuery, { columns, facets }: Generation, pinned: ReadonlySet<number>): IsBetter {
  const places = new Set(query.places)
  const valuesIn = (facet: number, slot: number) => facets.valuesOf(columns.facets[facet]?.[slot] ?? 0)
  const near = (slot: number): number =>
    (query.siteId !== null && valuesIn(SITE, slot).includes(query.siteId) ? 100 : 0) +
    valuesIn(PLACE, slot).filter((place) => places.has(place)).length
  const level = (slot: number): number => (columns.flags[slot] ?? 0) & 7
  const at = (slot: number): number => columns.at[slot] ?? 0
  return (a, b, more) => {
    if (pinned.has(a) !== pinned.has(b)) return pinned.has(a)
    if (Math.abs(more) > SAME) return more > 0
    if (query.sort === 'date' && at(a) !== at(b)) return at(a) > at(b)
    const difference = near(a) - near(b) || level(a) - level(b) || at(b) - at(a) || b - a
    return difference > 0
  }
}

function pinsOf(
  pins: readonly { words: readonly string[]; docIds: readonly string[]; siteId: string | null }[],
  plain: string,
  query: SearchQuery,
  generation: Generation,
): number[] {
  const same = (text: string) => normalise(text).text.replace(/\s+/g, '') === plain.replace(/\s+/g, '')
  const isMeant = (words: readonly string[]) => plain !== '' && (words.some(same) || same(words.join('')))
  const ids = pins
    .filter(({ words, siteId }) => (siteId === null || siteId === query.siteId) && isMeant(words))
    .flatMap(({ docIds }) => docIds)
  const slots = [...new Set(ids)]
    .flatMap((id) => generation.slotOfId(id) ?? [])
    .filter((slot) => hasBit(generation.columns.alive, slot))
  const wanted = keepWanted({ slots: Uint32Array.from(slots), count: slots.length, weights: null }, query, generation)
  return Array.from(wanted.slots.subarray(0, wanted.count))
}

/** Pinned documents are results, whether the words stand in them or not. */
function withPins(found: Found, pins: readonly number[]): Found {
  if (pins.length === 0) return found
  const there = new Set(pins)
  for (let at = 0; at < found.count; at++) there.delete(found.slots[at] ?? 0)
  const count = found.count + there.size
  const slots = new Uint32Array(count)
  slots.set(found.slots.subarray(0, found.count))
  slots.set([...there], found.count)
  const weights = found.weights && new Float32Array(count)
  if (weights && found.weights) weights.set(found.weights.subarray(0, found.count))
  return { slots, count, weights }
}

function withPinsFirst(
  ranked: readonly Ranked[],
  pins: readonly number[],
  terms: Terms,
  query: SearchQuery,
  generation: Generation,
): readonly Ranked[] {
  if (pins.length === 0) return ranked
  const { read, score } = scorer(terms, query, generation)
  read(pins)
  return [...pins.map((slot) => score(slot)), ...ranked.filter(({ slot }) => !pins.includes(slot))]
}
