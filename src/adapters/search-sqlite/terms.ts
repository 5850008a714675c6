import { rarity } from '../../modules/search/rank/rarity.ts'
import type { Group, ParsedQuery } from '../../modules/search/text/query.ts'
import type { Generation } from './generation.ts'
import { termOf } from './postings.ts'
import { GRAM, signsOf } from './prepare.ts'
import { intersectSets, sizeOf, type SlotSet, unionSets } from './sets.ts'

/** The words of a query, with the documents that hold them. */
export type Terms = {
  parsed: ParsedQuery
  groups: readonly { group: Group; set: SlotSet; weight: number }[]
  /** Of all groups together. */
  weight: number
  frequency(word: string): number
  setOf(word: string): SlotSet
  /** Of a long query: parts of its words and what else they are called, which bring a document nearer too. */
  loose(): { set: SlotSet; weight: number }[]
  /** Per group the documents with it in their title. */
  titles(): { set: SlotSet; weight: number }[]
}

/** A word in so many documents that it says nothing still weighs a little. */
const LEAST_WEIGHT = 0.05
/** With so many words it is a question rather than a name. */
export const LONG_QUERY = 4
const LOOSE = 0.6

/** Fewer than these say a word so; the others say it in two words (停水通知: 停水检修通知), in their titles at least. */
const RARELY_SAID = 20

type SetOf = (word: string, isInTitle?: boolean) => SlotSet

function withParts(words: SlotSet, { parts, compounds, ways }: Group, setOf: SetOf): SlotSet {
  const together = (several: readonly string[]): SlotSet => intersectSets(several.map((word) => setOf(word)))
  const inTitle = (several: readonly string[]): SlotSet => intersectSets(several.map((word) => setOf(word, true)))
  const set = compounds.length === 0 ? words : unionSets([words, ...compounds.map(together)])
  if (parts.length < 2) return set
  const whole = sizeOf(set) < RARELY_SAID ? together(parts) : inTitle(parts)
  return unionSets([set, whole, ...ways.map(inTitle)])
}

/** What nothing holds as one word, nor its parts together, is asked for part by part: some of it may be there. */
function takenApart(group: Group, setOf: (word: string) => SlotSet): Group[] {
  if (group.parts.length < 2 || group.words.some((word) => sizeOf(setOf(word)) > 0)) return [group]
  const together = [group.parts, ...group.compounds]
  if (together.some((words) => sizeOf(intersectSets(words.map(setOf))) > 0)) return [group]
  return group.parts.map((word) => ({ ...group, word, words: [word], compounds: [], parts: [], ways: [] }))
}

export function termsOf(parsed: ParsedQuery, generation: Generation): Terms {
  const sets = new Map<string, SlotSet>()
  const setOf = (word: string): SlotSet => {
    const known = sets.get(word)
    if (known) return known
    const number = generation.wordNumber(word)
    const set = number === 0 ? [] : generation.slotsOf(termOf(number, false))
    sets.set(word, set)
    return set
  }
  const titledWith = (word: string): SlotSet => {
    const number = generation.wordNumber(word)
    return number === 0 ? [] : generation.slotsOf(termOf(number, true))
  }
  const sizes = new Map<string, number>()
  /** Of a word whose documents are not wanted it is enough to know how many there are. */
  const frequency = (word: string): number => {
    const known = sizes.get(word)
    if (known !== undefined) return known
    const set = sets.get(word)
    const size = set ? sizeOf(set) : generation.frequencyOf(word)
    sizes.set(word, size)
    return size
  }
  const required = parsed.groups.filter((group) => group.isRequired)
  const wanted = (required.length > 0 ? required : parsed.groups).flatMap((group) => takenApart(group, setOf))
  const groups = wanted.map((group) => {
    // A single character is found inside the words of titles too.
    const words = signsOf(group.word).length === 1 ? [...group.words, GRAM + group.word] : group.words
    const set = withParts(unionSets(words.map((word) => setOf(word))), group, (word, isInTitle = false) =>
      isInTitle ? titledWith(word) : setOf(word),
    )
    const weight = Math.max(LEAST_WEIGHT, rarity(Math.max(1, generation.live), sizeOf(set)))
    return { group, set, weight }
  })
  let titles: { set: SlotSet; weight: number }[] | undefined
  return {
    parsed,
    groups,
    weight: groups.reduce((sum, { weight }) => sum + weight, 0),
    frequency,
    setOf,
    loose: () =>
      groups.length < LONG_QUERY
        ? []
        : parsed.terms
            .filter(({ kind }) => kind === 'part' || kind === 'synonym')
            .map(({ word, weight }) => {
              const set = setOf(word)
              return { set, weight: LOOSE * weight * rarity(Math.max(1, generation.live), sizeOf(set)) }
            })
            .filter(({ set, weight }) => set.length > 0 && weight > LEAST_WEIGHT),
    titles: () =>
      (titles ??= groups.map(({ group, weight }) => {
        const numbers = group.words.map((word) => generation.wordNumber(word)).filter((number) => number !== 0)
        return { set: unionSets(numbers.map((number) => generation.slotsOf(termOf(number, true)))), weight }
      })),
  }
}
