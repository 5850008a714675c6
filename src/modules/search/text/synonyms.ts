import { readFileSync } from 'node:fs'

/** What else a word may be called in a text. */
export type Synonyms = {
  /** Other words for it; the weight says how sure it is that they mean the same. */
  of(word: string): readonly { word: string; weight: number }[]
}

/** An operator said that they mean the same; the shipped list only says that they often do. */
const OPERATORS_WEIGHT = 0.9
const SHIPPED_WEIGHT = 0.7

let shipped: readonly (readonly string[])[] | undefined

/** The shipped list: everyday words and the words of documents. One group a line; after ">" only this direction. */
export function shippedSynonyms(): readonly (readonly string[])[] {
  shipped ??= readFileSync(new URL('./words/synonyms.list', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/))
  return shipped
}

export function createSynonyms(operators: readonly (readonly string[])[]): Synonyms {
  const groups = new Map<string, Map<string, number>>()
  const add = (from: string, to: string, weight: number): void => {
    if (from === to || to === '') return
    const known = groups.get(from) ?? new Map<string, number>()
    groups.set(from, known)
    known.set(to, Math.max(known.get(to) ?? 0, weight))
  }
  const addGroup = (group: readonly string[], weight: number): void => {
    const arrow = group.indexOf('>')
    const from = arrow < 0 ? group : group.slice(0, arrow)
    const to = arrow < 0 ? group : group.slice(arrow + 1)
    for (const word of from) for (const other of to) add(word, other, weight)
  }
  for (const group of shippedSynonyms()) addGroup(group, SHIPPED_WEIGHT)
  for (const group of operators) addGroup(group, OPERATORS_WEIGHT)
  return {
    of: (word) => [...(groups.get(word) ?? [])].map(([other, weight]) => ({ word: other, weight })),
  }
}
