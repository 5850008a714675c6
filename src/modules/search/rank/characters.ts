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
/** A query has at most 200 characters. */
const MOST_NUMBERED = 255
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
  const norm = (length: number): number => K1 * (1 - B + (B * length) / Math.max(1, context.average))
  const { numbers, all } = numbered(plain)
  const width = all.length + 1
  const singles = new Float64Array(width)
  const pairs = new Float64Array(width * width)
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    const number = numbers[code] ?? 0
    if (number === 0) continue
    const count = counts[code] ?? 0
    if (!EMPTY.has(plain.charAt(at))) singles[number] = Math.log(1 + texts / (count + 1))
    const next = plain.charCodeAt(at + 1)
    if (!isHan(next)) continue
    const known = context.frequency(plain.slice(at, at + 2))
    const together = ((count * (counts[next] ?? 0)) / total) * 0.5
    const weight = known > 0 ? rarity(context.documents, known) : Math.min(RAREST, Math.log(1 + texts / (together + 1)))
    pairs[number * width + (numbers[next] ?? 0)] = weight
  }
  const found = { singles: new Uint32Array(width), pairs: new Uint32Array(width * width) }
  return (text) => {
    const length = Math.min(text.length, MOST_CHARACTERS)
    found.singles.fill(0)
    found.pairs.fill(0)
    let before = 0
    for (let at = 0; at < length; at++) {
      const number = numbers[text.charCodeAt(at)] ?? 0
      if (number !== 0) {
        found.singles[number] = (found.singles[number] ?? 0) + 1
        // In the row of the first number nothing weighs anything.
        const pair = before * width + number
        found.pairs[pair] = (found.pairs[pair] ?? 0) + 1
      }
      before = number
    }
    return { single: weigh(found.singles, singles, norm(length)), pairs: weigh(found.pairs, pairs, norm(length)) }
  }
}

/** The Chinese characters of a query, numbered from 1 on. */
function numbered(plain: string): { numbers: Uint8Array; all: number[] } {
  const all = [...new Set(Array.from({ length: plain.length }, (_, at) => plain.charCodeAt(at)))]
    .filter(isHan)
    .slice(0, MOST_NUMBERED)
  const numbers = new Uint8Array(0x10000)
  for (const [index, code] of all.entries()) numbers[code] = index + 1
  return { numbers, all }
}

function weigh(counts: Uint32Array, weights: Float64Array, norm: number): number {
  let sum = 0
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0
    if (count > 0) sum += ((weights[at] ?? 0) * count * (K1 + 1)) / (count + norm)
  }
  return sum
}

/** Reads the dictionary now: else the first question waits for it, longer than a busy machine gives it. */
export const learnCharacters = (): void => void generalCounts()
