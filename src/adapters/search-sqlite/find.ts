import type { SearchQuery } from '../../modules/search/port.ts'
import type { Generation } from './generation.ts'
import { filtersOf, findAll, findHeavy, type Found, keep, keepFiltered, keepWanted } from './match.ts'
import { dropUnwanted, keepPhrases, newestOf, plainText } from './phrases.ts'
import { gramsOf, signsOf } from './prepare.ts'
import { holds, sizeOf } from './sets.ts'
import { LONG_QUERY, type Terms } from './terms.ts'

/** What a query finds, in whatever way finds something. */
export type Matches = {
  found: Found
  isExact: boolean
  /** Words that not every hit holds. */
  optional: readonly string[]
  /** Set where characters were looked for, not words. */
  plain: string | null
}

/** With two words or fewer all are wanted if anything holds them all; with more a few hits may be chance. */
const SHORT_QUERY = 2
/** So many words may be a name that was cut in pieces. */
const MOST_PIECES = 3
const ENOUGH_FOR_LONG = 10
/** Shares of the weight of all words that a hit must hold, tried one after the other. */
const SHARES = [0.7, 0.5, 0.35, 0.2, 0.05]
const ENOUGH_RELAXED = 50
const ENOUGH_FOR_QUESTION = 600
const MOST_PLAIN = 20
const NOTHING: Matches = {
  found: { slots: new Uint32Array(), count: 0, weights: null },
  isExact: true,
  optional: [],
  plain: null,
}

export function find(terms: Terms, query: SearchQuery, generation: Generation): Matches {
  const { groups, parsed } = terms
  if (groups.length === 0) return NOTHING
  const likely = Math.min(...groups.map(({ set }) => sizeOf(set)))
  const filters = filtersOf(query, likely, generation)
  const narrowed = (found: Found): Matches => {
    const kept = keepWanted(found, { ...query, filters: filters.rest }, generation)
    const wanted = dropUnwanted(kept, terms, generation)
    const verified = keepPhrases(wanted.found, parsed.phrases, generation)
    return { found: verified.found, isExact: wanted.isExact && verified.isExact, optional: [], plain: null }
  }
  const narrow = (found: Found): Matches => narrowed(keepFiltered(found, filters))
  const sets = groups.map(({ set }) => set)
  const all = narrowed(findAll(sets, generation, filters.maps))
  const enough = groups.length <= SHORT_QUERY ? 1 : ENOUGH_FOR_LONG
  if (all.found.count >= enough || parsed.phrases.length > 0) return all
  if (all.found.count > 0 && isNamed(all.found, terms)) return all
  if (groups.length <= MOST_PIECES && all.found.count === 0) {
    const whole = literally(terms, narrow, generation)
    if (whole.found.count > 0 || groups.length === 1) return whole
  }
  return relaxed(terms, narrow, generation)
}

/** Somebody typed (nearly) the name of one of these. */
function isNamed({ slots, count }: Found, terms: Terms): boolean {
  const titles = terms.titles()
  for (let at = 0; at < count; at++) if (titles.every(({ set }) => holds(set, slots[at] ?? 0))) return true
  return false
}

/** As many of the words as anything holds, the rare ones counting most. A single character says too little by itself. */
function relaxed(terms: Terms, narrow: (found: Found) => Matches, generation: Generation): Matches {
  const groups = terms.groups.filter(({ group, set }) => signsOf(group.word).length > 1 && sizeOf(set) > 0)
  const weight = groups.reduce((sum, group) => sum + group.weight, 0)
  if (groups.length === 0) return NOTHING
  const sets = [...groups, ...terms.loose()]
  const enough = terms.groups.length < LONG_QUERY ? ENOUGH_RELAXED : ENOUGH_FOR_QUESTION
  let matches = NOTHING
  for (const share of SHARES) {
    matches = narrow(findHeavy(sets, share * weight, generation))
    if (matches.found.count >= enough) break
  }
  const { slots, count } = matches.found
  const isMissed = ({ set }: Terms['groups'][number]): boolean => {
    for (let at = 0; at < count; at++) if (!holds(set, slots[at] ?? 0)) return true
    return false
  }
  return { ...matches, optional: terms.groups.filter(isMissed).map(({ group }) => group.word) }
}

/** Character by character: in titles by their characters; in texts of the newest documents that hold a part of it. */
function literally(terms: Terms, narrow: (found: Found) => Matches, generation: Generation): Matches {
  const { plain } = terms.parsed
  const length = signsOf(plain).length
  // Words with spaces between them are words, not characters in a row.
  if (length === 0 || length > MOST_PLAIN || plain.includes(' ')) return NOTHING
  const grams = [...gramsOf([plain])].filter((gram) => length === 1 || signsOf(gram).length === 3)
  if (grams.length > 0) {
    const titled = narrow(
      findAll(
        grams.map((gram) => terms.setOf(gram)),
        generation,
      ),
    )
    const likely = newestOf(titled.found, generation)
    const isExact = titled.isExact && likely.count === titled.found.count
    const found = keep(likely, (slot) => isInTitle(slot, plain, generation))
    if (found.count > 0) return { ...titled, found, isExact, plain }
  }
  const parts = [...terms.groups.map(({ set }) => set), ...terms.parsed.terms.map(({ word }) => terms.setOf(word))]
  const known = parts.filter((set) => sizeOf(set) > 0)
  if (known.length === 0) return NOTHING
  const some = narrow(findAll(known, generation))
  const newest = newestOf(some.found, generation)
  const isExact = some.isExact && newest.count === some.found.count
  const found = keep(newest, (slot) => plainText(slot, generation).includes(plain))
  return { ...some, found, isExact, plain }
}

function isInTitle(slot: number, plain: string, generation: Generation): boolean {
  const title = generation.titleOf(slot).replace(/\s+/g, '')
  if (title.includes(plain)) return true
  const aliases = generation.headOf(slot)?.aliases ?? []
  return aliases.some((alias) => alias.replace(/\s+/g, '').includes(plain))
}
