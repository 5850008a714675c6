import type { Phrase } from '../../modules/search/text/query.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import type { Generation } from './generation.ts'
import { type Found, keep } from './match.ts'
import { largest } from './best.ts'
import { holdsRun } from './forward.ts'
import { namesIn, unpackText } from './prepare.ts'
import { bytesIn, textIn } from './schema.ts'
import type { Analyser } from '../../modules/search/text/analyser.ts'
import { holds, type SlotSet } from './sets.ts'
import type { Terms } from './terms.ts'

/** So many texts are read to see whether words stand together, and of so many the words are looked through before. */
const MOST_READ = 300
const MOST_RUNS = 1_500
const FEW = 50

export type Verified = { found: Found; isExact: boolean }

/** All that can be read of a document, normalised. */
export function plainText(slot: number, generation: Generation): string {
  const head = textIn(generation.sql.head.get(slot)?.['head'])
  return plainOf(`${bodyOf(slot, generation)}\n${namesIn(head)}`)
}

const plainOf = (text: string): string => normalise(text).text.replace(/\s+/g, ' ')

function bodyOf(slot: number, generation: Generation): string {
  const text = generation.sql.text.get(slot)?.['text']
  if (!text) return ''
  const body = unpackText(bytesIn(text))
  return typeof body === 'string' ? body : body.join('\n')
}

/** Most texts hold a phrase as it was typed. */
function holdsPhrase(slot: number, phrase: Phrase, generation: Generation): boolean {
  return bodyOf(slot, generation).includes(phrase.text) || plainText(slot, generation).includes(phrase.text)
}

/** Leaves only documents in which the phrases stand word for word; of too many only the newest are read. */
export function keepPhrases(
  found: Found,
  phrases: readonly Phrase[],
  generation: Generation,
  analyser: Analyser,
): Verified {
  if (phrases.length === 0) return { found, isExact: true }
  let likely = found
  let isExact = found.count <= MOST_RUNS
  if (!isExact) likely = newestOf(likely, generation, MOST_RUNS)
  for (const phrase of phrases) likely = keepRuns(likely, phrase, generation, analyser)
  if (likely.count > MOST_READ) {
    isExact = false
    likely = newestOf(likely, generation, MOST_READ)
  }
  const kept = keep(likely, (slot) => phrases.every((phrase) => holdsPhrase(slot, phrase, generation)))
  return { found: kept, isExact }
}

/** The words inside a phrase stand in a row; the first and the last may be cut otherwise where the text goes on. */
function keepRuns(found: Found, phrase: Phrase, generation: Generation, analyser: Analyser): Found {
  const inner = analyser.words(phrase.text).slice(1, -1)
  if (inner.length === 0 || found.count <= FEW) return found
  const words = inner.map((word) => generation.wordNumber(word))
  const holding = new Set<number>()
  generation.eachForward(Array.from(found.slots.subarray(0, found.count)), (slot, data) => {
    if (holdsRun(data, words)) holding.add(slot)
  })
  return keep(found, (slot) => holding.has(slot))
}

export function newestOf(found: Found, { columns: { at } }: Generation, most = MOST_READ): Found {
  if (found.count <= most) return found
  const keys = new Float64Array(found.count)
  for (let index = 0; index < found.count; index++) keys[index] = at[found.slots[index] ?? 0] ?? 0
  const newest = largest(keys, found.count, most).toSorted((a, b) => a - b)
  const slots = Uint32Array.from(newest, (index) => found.slots[index] ?? 0)
  return { slots, count: slots.length, weights: null }
}

/** Leaves out what holds a phrase that the reader does not want. What cannot be read any more is left out too. */
export function dropUnwanted(found: Found, terms: Terms, generation: Generation): Verified {
  const { excluded } = terms.parsed
  if (excluded.length === 0) return { found, isExact: true }
  let read = 0
  const isUnwanted = (slot: number, { sets, text }: { sets: SlotSet[]; text: string }): boolean => {
    if (!sets.every((set) => holds(set, slot))) return false
    if (sets.length === 1) return true
    read += 1
    return read > MOST_READ || plainText(slot, generation).includes(text)
  }
  const phrases = excluded.map(({ text, words }) => ({ text, sets: words.map((word) => terms.setOf(word)) }))
  const kept = keep(found, (slot) => !phrases.some((phrase) => isUnwanted(slot, phrase)))
  return { found: kept, isExact: read <= MOST_READ }
}
