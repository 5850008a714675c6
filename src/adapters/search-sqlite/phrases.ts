import type { Phrase } from '../../modules/search/text/query.ts'
import { normalise, normaliseSigns } from '../../modules/search/text/normalise.ts'
import type { Generation } from './generation.ts'
import { passEarly } from './best.ts'
import { type Found, keep } from './match.ts'
import { holdsRun, packRun, type Run } from './forward.ts'
import { namesIn, unpackText } from './prepare.ts'
import { textIn } from './schema.ts'
import { holds, type SlotSet } from './sets.ts'
import { type Dates, DAYS } from './standing.ts'
import type { Terms } from './terms.ts'

/** So many texts are read to see whether words stand together, and of so many the words are looked through before. */
const MOST_READ = 300
const MOST_RUNS = 8_000
const FEW = 50

export type Verified = { found: Found; isExact: boolean }

/** All that can be read of a document, normalised. */
export function plainText(slot: number, generation: Generation): string {
  return `${plainOf(bodyOf(slot, generation))}\n${plainOf(namesOf(slot, generation))}`
}

const plainOf = (text: string): string => normalise(text).text.replace(/\s+/g, ' ')

function bodyOf(slot: number, generation: Generation): string {
  const body = unpackText(generation.textOf(slot) ?? new Uint8Array())
  return typeof body === 'string' ? body : body.join('\n')
}

const namesOf = (slot: number, { sql }: Generation): string => namesIn(textIn(sql.head.get(slot)?.['head']))

/** Made as wanted: most texts hold a phrase as it was typed, and of the others most need not have their numerals rewritten. */
function holdsPhrases(slot: number, phrases: readonly Phrase[], generation: Generation): boolean {
  const body = bodyOf(slot, generation)
  const [inBody, inNames] = [lookerIn(() => body), lookerIn(() => namesOf(slot, generation))]
  return phrases.every(({ text, typed }) => body.includes(typed) || inBody(text) || inNames(text))
}

/** Neither a numeral, which would be rewritten, nor a space, of which there may be more. */
const isSigns = (text: string): boolean => !/[\s[\]0-9〇零一二三四五六七八九十百千]/.test(text)

function lookerIn(textOf: () => string): (text: string) => boolean {
  let signs: string | undefined
  let plain: string | undefined
  return (text) => {
    if (isSigns(text)) return (signs ??= normaliseSigns(textOf())).includes(text)
    return (plain ??= plainOf(textOf())).includes(text)
  }
}

/** Whatever holds the word holds it as it was typed; numbers are written in many ways. */
const isWord = ({ text, words }: Phrase): boolean => /^\p{Script=Han}+$/u.test(text) && words.includes(text)

/** Leaves only documents in which the phrases stand word for word; of too many only the newest are read. */
export function keepPhrases(found: Found, phrases: readonly Phrase[], generation: Generation): Verified {
  const others = phrases.filter((phrase) => !isWord(phrase))
  if (others.length === 0) return { found, isExact: true }
  const likely = likelyOf(found, others, generation)
  const kept = keep(likely.found, (slot) => holdsPhrases(slot, others, generation))
  return { found: kept, isExact: likely.isExact }
}

/** What is worth reading: where the inner words of the phrases stand in a row. Of too many the newest. */
function likelyOf(found: Found, phrases: readonly Phrase[], generation: Generation): Verified {
  if (found.count <= FEW) return { found, isExact: true }
  const newest = newestOf(found, generation, MOST_RUNS)
  const { found: likely, isExact } = lookThrough(newest, phrases, newest.count === found.count, generation)
  return { found: newestOf(likely, generation, MOST_READ), isExact }
}

/** So many of the newest are looked through first: they may be all that will be read. */
const LOOKED_AT_FIRST = 1_000

/**
 * Leaves those with the words in a row; where these are more than will be read, rather those that are cut like the phrase, as nearly all of
 * them hold it.
 */
function lookThrough(found: Found, phrases: readonly Phrase[], isWhole: boolean, generation: Generation): Verified {
  // A single word stands in all that was found.
  const inner = phrases.flatMap((phrase) => (phrase.inner.length > 1 ? runOf(phrase.inner, generation) : []))
  const whole = phrases.flatMap((phrase) => (phrase.run.length > 1 ? runOf(phrase.run, generation) : []))
  const isMany = found.count > MOST_READ
  const likely: number[] = []
  const sure: number[] = []
  const look = ({ slots, count }: Found): void =>
    generation.eachForward(slots, count, (slot, bytes, start, end) => {
      for (const run of inner) if (!holdsRun(bytes, start, end, run)) return
      likely.push(slot)
      if (!isMany) return
      for (const run of whole) if (!holdsRun(bytes, start, end, run)) return
      sure.push(slot)
    })
  const first = newestOf(found, generation, LOOKED_AT_FIRST)
  look(first)
  const isEnough = sure.length >= MOST_READ && (!isWhole || likely.length > MOST_READ)
  if (!isEnough && first.count < found.count) look(without(found, first))
  const isExact = isWhole && likely.length <= MOST_READ
  const kept = Uint32Array.from(likely.length > MOST_READ && sure.length > 0 ? sure : likely).sort()
  return { found: { slots: kept, count: kept.length, weights: null }, isExact }
}

const runOf = (words: readonly string[], generation: Generation): Run =>
  packRun(words.map((word) => generation.wordNumber(word)))

/** What is left of some when others of them are taken away; both ascend. */
function without({ slots, count }: Found, taken: Found): Found {
  const left = new Uint32Array(count - taken.count)
  let next = 0
  let at = 0
  for (let index = 0; index < count; index++) {
    const slot = slots[index] ?? 0
    if (at < taken.count && taken.slots[at] === slot) at += 1
    else left[next++] = slot
  }
  return { slots: left, count: next, weights: null }
}

/** The newest of many, in the order in which they stand; of one instant those that came last. */
export function newestOf(found: Found, generation: Generation, most = MOST_READ): Found {
  const { slots, count } = found
  if (count <= most) return found
  const { at, days } = generation.dates()
  const { day, room } = firstDay(found, days, most)
  const late: number[] = []
  for (let index = -1; (index = passEarly(slots, index + 1, count, days, day)) < count;) late.push(slots[index] ?? 0)
  const { least, ties } = firstInstant(late, { at, days }, day, room)
  const kept = new Uint32Array(most)
  let next = most
  let left = ties
  for (let index = late.length - 1; index >= 0; index--) {
    const slot = late[index] ?? 0
    const instant = at[slot] ?? 0
    if ((days[slot] ?? 0) > day || instant > least || (instant === least && left-- > 0)) kept[--next] = slot
  }
  return { slots: kept, count: most, weights: null }
}

/** The instant within a day from which on `room` are wanted, and how many of that very instant. */
function firstInstant(slots: readonly number[], { at, days }: Dates, day: number, room: number) {
  const instants = Float64Array.from(
    slots.filter((slot) => days[slot] === day),
    (slot) => at[slot] ?? 0,
  ).sort()
  const least = instants[instants.length - room] ?? Infinity
  let later = 0
  while (later < room && (instants[instants.length - 1 - later] ?? least) > least) later += 1
  return { least, ties: room - later }
}

/** The day from which on some of them are wanted and all that are later, and how many of that day. */
function firstDay({ slots, count }: Found, days: Uint16Array, most: number): { day: number; room: number } {
  const counts = new Uint32Array(DAYS)
  for (let index = 0; index < count; index++) {
    const day = days[slots[index] ?? 0] ?? 0
    counts[day] = (counts[day] ?? 0) + 1
  }
  let day = DAYS - 1
  let room = most
  while (day > 0 && (counts[day] ?? 0) <= room) room -= counts[day--] ?? 0
  return { day, room }
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
