import type { Phrase } from '../../modules/search/text/query.ts'
import { normalise } from '../../modules/search/text/normalise.ts'
import type { Generation } from './generation.ts'
import { type Found, keep } from './match.ts'
import { unpackText } from './prepare.ts'
import { bytesIn } from './schema.ts'
import { holds, type SlotSet } from './sets.ts'
import type { Terms } from './terms.ts'

/** So many texts are read to see whether words stand together. */
const MOST_READ = 800

export type Verified = { found: Found; isExact: boolean }

/** All that can be read of a document, normalised. */
export function plainText(slot: number, generation: Generation): string {
  const head = generation.headOf(slot)
  const text = generation.sql.text.get(slot)?.['text']
  if (!head || !text) return ''
  const body = unpackText(bytesIn(text))
  const parts = [
    head.title,
    ...head.aliases,
    ...head.keywords,
    ...head.numbers,
    ...(typeof body === 'string' ? [body] : body),
  ]
  return normalise(parts.join('\n')).text.replace(/\s+/g, ' ')
}

/** Leaves only documents in which the phrases stand word for word; of too many only the newest are read. */
export function keepPhrases(found: Found, phrases: readonly Phrase[], generation: Generation): Verified {
  if (phrases.length === 0) return { found, isExact: true }
  const newest = newestOf(found, generation)
  const kept = keep(newest, (slot) => {
    const text = plainText(slot, generation)
    return phrases.every((phrase) => text.includes(phrase.text))
  })
  return { found: kept, isExact: found.count <= MOST_READ }
}

export function newestOf(found: Found, { columns: { at } }: Generation): Found {
  if (found.count <= MOST_READ) return found
  const dates = Float64Array.from(found.slots.subarray(0, found.count), (slot) => at[slot] ?? 0).sort()
  const least = dates[found.count - MOST_READ] ?? 0
  let left = MOST_READ
  return keep(found, (slot) => (at[slot] ?? 0) >= least && left-- > 0)
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
