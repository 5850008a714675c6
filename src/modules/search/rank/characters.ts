import { dict } from '@node-rs/jieba/dict.js'
import { rarity } from './rarity.ts'

/** Scores how many characters and neighbouring characters of the query a normalised text has: 赔 in 赔偿, 转租 in 转让承租. */
export type CharacterScorer = (text: string) => { single: number; pairs: number }

const K1 = 1.2
const B = 0.75
/** Longer texts are scored by their beginning. */
const MOST_CHARACTERS = 6_500
/** Words of a text from which general frequencies are worked out. */
const TYPICAL_LENGTH = 300
const RAREST = 9
/** Signs that every question has. */
const EMPTY = new Set('的了吗呢是在和与及或也就还又被把我你他她它这那有没不能会可以要想怎么什如何谁请问一下个')

let general: { counts: Float64Array; total: number } | undefined

const [SPACE, LINE_END, DIGIT] = [0x20, 0x0a, 0x30]

/**
 * How often each character is written, by the words of the general dictionary. Its lines (word, frequency, sort) are read byte by
 * byte: the first question waits for this.
 */
function generalCounts(): { counts: Float64Array; total: number } {
  if (general) return general
  const counts = new Float64Array(0x10000)
  let total = 0
  for (let at = 0; at < dict.length; at++) {
    const from = at
    while (at < dict.length && dict[at] !== SPACE) at += 1
    const to = at
    let frequency = 0
    for (at += 1; (dict[at] ?? 0) >= DIGIT; at++) frequency = frequency * 10 + (dict[at] ?? 0) - DIGIT
    while (at < dict.length && dict[at] !== LINE_END) at += 1
    total += frequency * addCharacters(counts, from, to, frequency)
  }
  general = { counts, total }
  return general
}

/** Adds to the count of each character of a word; gives how many units of UTF-16 the word has. Chinese ones take three bytes. */
function addCharacters(counts: Float64Array, from: number, to: number, frequency: number): number {
  let units = 0
  for (let at = from; at < to;) {
    const first = dict[at] ?? 0
    const width = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    const code = ((first & 0x0f) << 12) | (((dict[at + 1] ?? 0) & 0x3f) << 6) | ((dict[at + 2] ?? 0) & 0x3f)
    if (width === 3) counts[code] = (counts[code] ?? 0) + frequency
    units += width === 4 ? 2 : 1
    at += width
  }
  return units
}

const isHan = (code: number): boolean => code >= 0x3400 && code <= 0x9fff

/** `average`: characters of an average text. `frequency`: in how many of the documents a word stands. */
export function createCharacterScorer(
  plain: string,
  context: { documents: number; average: number; frequency(word: string): number },
): CharacterScorer {
  const { counts, total } = generalCounts()
  const texts = total / TYPICAL_LENGTH
  const singles = new Map<number, number>()
  const pairs = new Map<number, number>()
  const inQuery = new Uint8Array(0x10000)
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    if (!isHan(code)) continue
    inQuery[code] = 1
    const count = counts[code] ?? 0
    if (!EMPTY.has(plain.charAt(at))) singles.set(code, Math.log(1 + texts / (count + 1)))
    const next = plain.charCodeAt(at + 1)
    if (!isHan(next)) continue
    const known = context.frequency(plain.slice(at, at + 2))
    const together = ((count * (counts[next] ?? 0)) / total) * 0.5
    const weight = known > 0 ? rarity(context.documents, known) : Math.min(RAREST, Math.log(1 + texts / (together + 1)))
    pairs.set(code * 0x10000 + next, weight)
  }
  return (text) => {
    const length = Math.min(text.length, MOST_CHARACTERS)
    const found = new Map<number, number>()
    let before = 0
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at)
      if (inQuery[code] === 1) {
        found.set(code, (found.get(code) ?? 0) + 1)
        if (before !== 0) {
          const pair = before * 0x10000 + code
          if (pairs.has(pair)) found.set(pair, (found.get(pair) ?? 0) + 1)
        }
        before = code
      } else before = 0
    }
    const norm = K1 * (1 - B + (B * length) / Math.max(1, context.average))
    const sums = { single: 0, pairs: 0 }
    for (const [key, count] of found) {
      const share = (count * (K1 + 1)) / (count + norm)
      if (key < 0x10000) sums.single += (singles.get(key) ?? 0) * share
      else sums.pairs += (pairs.get(key) ?? 0) * share
    }
    return sums
  }
}

/** Reads the dictionary now: else the first question waits for it, longer than a busy machine gives it. */
export const learnCharacters = (): void => void generalCounts()
