import { readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import type { Analyser, Token } from './analyser.ts'
import { findNumbers, type FoundNumber } from './document-numbers.ts'
import { citations } from '../rank/authority.ts'
import { normalise } from './normalise.ts'

/** Raised when the same text gives other words than before: indexes are then made anew. */
const ALGORITHM = 6
const MOST_KNOWN = 200_000
const WORDS = new URL('./words/', import.meta.url)

export type AnalyserOptions = {
  /** Names that the dictionary cannot know: organisations of the register, services. */
  words?: readonly string[]
}

/** What to emit for a word that jieba cut: nothing for signs, the word, and words inside it. */
type Known = { word: string | null; inside: readonly { word: string; start: number }[] }
const SIGN: Known = { word: null, inside: [] }

/** Lines of text/words: one or more words, "#" begins a comment. */
export function dictionaryWords(): string[] {
  const words: string[] = []
  for (const name of readdirSync(WORDS).toSorted()) {
    if (!name.endsWith('.txt')) continue
    for (const line of readFileSync(new URL(name, WORDS), 'utf8').split('\n')) {
      for (const word of line.replace(/#.*/, '').split(/\s+/)) if (word !== '') words.push(word)
    }
  }
  return words
}

/** jieba prefers the likelier cut; words given must win against the cut into their parts. */
function entries(words: Iterable<string>): Buffer {
  const lines = new Set<string>()
  for (const given of words) {
    const word = normalise(given).text.trim()
    if (word.length >= 2 && word.length <= 30 && !/[\s\p{P}]/u.test(word)) lines.add(`${word} 2000 n`)
  }
  return Buffer.from([...lines].join('\n'))
}

/** Belong to no word beside them. */
const PARTICLES = '的了着过吗呢吧啊呀么和与或及而在是为被把将对从向于以由按至到也都就还又不我你他她它这那哪'

/** One Chinese character that may be a piece of a word. */
const isPiece = (text: string): boolean =>
  text.length === 1 && text >= '\u4e00' && text <= '\u9fff' && !PARTICLES.includes(text)

function isWordSign(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** Makes the words of an index. Heavy to make (a dictionary is read): one for a thread. */
export function createAnalyser(options: AnalyserOptions = {}): Analyser {
  const jieba = Jieba.withDict(dict)
  const own = [...dictionaryWords(), ...(options.words ?? [])]
  const lines = entries(own)
  if (lines.length > 0) jieba.loadDict(lines)
  const version = `${ALGORITHM}-${createHash('sha256').update(lines).digest('hex').slice(0, 12)}`
  const known = new Map<string, Known>()

  function look(word: string): Known {
    const found = known.get(word)
    if (found !== undefined) return found
    if (known.size >= MOST_KNOWN) known.clear()
    const made = isWordSign(word) ? { word, inside: word.length > 2 ? inside(jieba, word) : [] } : SIGN
    known.set(word, made)
    return made
  }

  function cut(text: string, emit: (word: string, start: number, end: number) => void): void {
    for (const { word, start, end } of citations(text)) emit(word, start, end)
    const numbers = findNumbers(text)
    let next = 0
    let start = 0
    const words = jieba.cut(numbers.length > 0 ? blank(text, numbers) : text, false)
    for (const [at, word] of words.entries()) {
      const end = start + word.length
      for (let number = numbers[next]; number !== undefined && number.start < end; number = numbers[++next]) {
        emitNumber(number, emit)
      }
      const entry = look(word)
      if (entry.word !== null) {
        // What the dictionary does not know falls apart into characters (限行, 鄢嘉木): two in a row are a word as well.
        const following = words[at + 1] ?? ''
        if (isPiece(word) && isPiece(following)) emit(word + following, start, end + 1)
        emit(word, start, end)
        for (const part of entry.inside) emit(part.word, start + part.start, start + part.start + part.word.length)
      }
      start = end
    }
  }

  return {
    version,
    tokens(text) {
      const plain = normalise(text)
      const tokens: Token[] = []
      cut(plain.text, (word, start, end) => tokens.push({ word, start: plain.at(start), end: plain.at(end) }))
      return tokens
    },
    words(text) {
      const words: string[] = []
      cut(normalise(text).text, (word) => words.push(word))
      return words
    },
  }
}

/** Words of the dictionary inside a longer word, so that 公积金 finds 住房公积金. */
function inside(jieba: Jieba, word: string): { word: string; start: number }[] {
  const parts: { word: string; start: number }[] = []
  let start = 0
  for (const part of jieba.cutAll(word)) {
    const at = word.indexOf(part, start)
    if (at < 0) continue
    start = at
    if (part.length > 1 && part !== word) parts.push({ word: part, start: at })
  }
  return parts
}

/** Numbers are never cut: signs of the same length stand for them while the rest is. */
function blank(text: string, numbers: readonly FoundNumber[]): string {
  let made = ''
  let from = 0
  for (const { start, end } of numbers) {
    made += text.slice(from, start) + '\n'.repeat(end - start)
    from = end
  }
  return made + text.slice(from)
}

function emitNumber(number: FoundNumber, emit: (word: string, start: number, end: number) => void): void {
  for (const word of number.forms) emit(word, number.start, number.end)
  for (const word of number.words) emit(word, number.start, number.end)
}
