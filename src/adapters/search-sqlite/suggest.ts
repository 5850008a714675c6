import { facetNames, type SuggestQuery, type Suggestion } from '../../modules/search/port.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import { keysFor, largest } from './best.ts'
import type { Generation } from './generation.ts'
import { findAll, type Found, keepWanted } from './match.ts'
import { termOf } from './postings.ts'
import { gramsOf, signsOf, SORT_OF_DOC } from './prepare.ts'
import { textIn } from './schema.ts'
import type { SlotSet } from './sets.ts'
import { COPIED } from './shared.ts'
import { suggestNumbers } from './suggest-numbers.ts'

const MOST_CHARACTERS = 40
const MOST_LOOKED_AT = 24
const MOST_WORDS = 3
const PLACE = facetNames.indexOf('place')
/** Of the reader's own place, or of one above it. */
const NEAR = 2
/** What people look for by name comes before documents. */
const SORTS = ['service', 'organisation', 'site', 'person', 'channel']

type Named = { suggestion: Suggestion; isElsewhere: boolean }

export function suggest(query: SuggestQuery, generation: Generation): Suggestion[] {
  const typed = normalise(query.text).text.replace(/\s+/g, '').slice(0, MOST_CHARACTERS)
  if (typed === '') return []
  generation.begin()
  return generation.inOneState(() => suggested(query, typed, generation))
}

function suggested(query: SuggestQuery, typed: string, generation: Generation): Suggestion[] {
  const numbers = suggestNumbers(typed, query, generation)
  if (numbers.length > 0) return numbers.slice(0, query.limit)
  const sets = gramSets(typed, generation)
  const found: Named[] = []
  const seen = new Set<string>()
  const most = Math.max(1, Math.floor(query.limit))
  // What the reader's own place has is not offered once more for every other place.
  const hasOwn = (kind: Suggestion['kind']) =>
    found.some(({ isElsewhere, suggestion }) => !isElsewhere && suggestion.kind === kind)
  const elsewhere = elsewhereOf(query, generation)
  const add = (sort: string | null, limit: number): void => {
    const all = sort === null ? sets : [...sets, setOf(SORT_OF_DOC + sort, generation)]
    for (const { slot, isElsewhere } of best(all, { typed, query, generation, elsewhere })) {
      if (found.length >= limit) return
      const named = nameOf(slot, generation)
      if (!named || seen.has(named.title)) continue
      const { suggestion } = named
      if (isElsewhere && suggestion.kind !== 'title' && hasOwn(suggestion.kind)) continue
      seen.add(named.title)
      found.push({ suggestion, isElsewhere })
    }
  }
  if (sets.length > 0) {
    for (const sort of SORTS) add(sort, Math.ceil(most * 0.6))
    add(null, most)
  }
  const words = wordsWith(typed, generation).filter((word) => !seen.has(word))
  const room = Math.min(MOST_WORDS, words.length)
  const named = found.slice(0, Math.max(0, most - room)).map(({ suggestion }) => suggestion)
  return [
    ...named,
    ...words.map((text): Suggestion => ({ text, kind: 'word', id: null, source: null, card: null })),
  ].slice(0, most)
}

function setOf(word: string, generation: Generation): SlotSet {
  const number = generation.wordNumber(word)
  return number === 0 ? [] : generation.slotsOf(termOf(number, false))
}

function gramSets(typed: string, generation: Generation): SlotSet[] {
  const grams = [...gramsOf([typed])]
  const pairs = grams.filter((gram) => signsOf(gram).length === 3)
  return (pairs.length > 0 ? pairs : grams).map((gram) => setOf(gram, generation))
}

type Asked = { typed: string; query: SuggestQuery; generation: Generation; elsewhere: Uint8Array }

/** Documents with these signs in a row in their names, the best first. */
function best(sets: readonly SlotSet[], { typed, query, generation, elsewhere }: Asked) {
  if (sets.some((set) => set.length === 0)) return []
  const wanted = { filters: {}, from: null, until: null, now: query.now }
  const found: Found = keepWanted(findAll(sets, generation), wanted, generation)
  const { flags, facets } = generation.columns
  const prominence = generation.prominenceAt(query.now)
  const placesOf = facets[PLACE] ?? new Uint32Array()
  const isElsewhere = (slot: number): boolean => elsewhere[placesOf[slot] ?? 0] === 1
  const keys = keysFor(found.count)
  for (let index = 0; index < found.count; index++) {
    const slot = found.slots[index] ?? 0
    const copied = ((flags[slot] ?? 0) & COPIED) === 0 ? 0 : 0.2
    const near = (1 - (elsewhere[placesOf[slot] ?? 0] ?? 0)) * NEAR
    keys[index] = (prominence[slot] ?? 0) + copied + near
  }
  const named = largest(keys, found.count, MOST_LOOKED_AT).flatMap((index) => {
    const slot = found.slots[index] ?? 0
    const title = generation.titleOf(slot)
    const place = title.replace(/\s+/g, '').indexOf(typed)
    if (place < 0) return []
    return [{ slot, isElsewhere: isElsewhere(slot), value: (keys[index] ?? 0) + (place === 0 ? 2 : 0) }]
  })
  return named.toSorted((a, b) => b.value - a.value)
}

/** Per set of places: 1 where it holds one that is not the reader's. */
function elsewhereOf({ places }: SuggestQuery, { facets }: Generation): Uint8Array {
  const own = new Set(places)
  const sets = new Uint8Array(facets.count)
  if (own.size === 0) return sets
  for (let set = 0; set < sets.length; set++) if (facets.valuesOf(set).some((place) => !own.has(place))) sets[set] = 1
  return sets
}

function nameOf(slot: number, generation: Generation): { title: string; suggestion: Suggestion } | null {
  const head = generation.headOf(slot)
  if (!head) return null
  const { id, source, title, card, isService } = head
  const kinds = { organisation: 'organisation', person: 'organisation', site: 'site', channel: 'site' } as const
  const kind = isService ? 'service' : card.type === 'item' || card.type === 'file' ? 'title' : kinds[card.type]
  return { title, suggestion: { text: title, kind, id, source, card } }
}

/** Words that begin like what was typed, the frequent ones first. */
function wordsWith(typed: string, generation: Generation): string[] {
  if (!/^[\p{L}\p{N}]+$/u.test(typed)) return []
  return generation.sql.prefix.all(typed, `${typed}\u{10ffff}`, typed, MOST_WORDS).map((row) => textIn(row['word']))
}
