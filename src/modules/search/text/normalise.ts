import characters from 'opencc-js/dict/TSCharacters'
import hongKong from 'opencc-js/dict/HKVariantsRev'
import taiwan from 'opencc-js/dict/TWVariantsRev'
import { arabicNumerals } from './numerals.ts'

/** A text made comparable, with the way back to the text that was given. */
export type Normalised = {
  text: string
  /** UTF-16 offset in the given text of an offset in `text` (also of its end). */
  at: (offset: number) => number
}

/** Characters in the block of radicals that PDF writers put for the whole character; NFKC leaves these alone. */
const RADICALS =
  '⺁厂⺟母⺠民⺩王⻁虎⻄西⻅见⻆角⻉贝⻋车⻒长⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟'
/** Brackets of document numbers, dashes and quotation marks: one of each. */
const PUNCTUATION = '〔[【[〖[〘[〚[〕]】]〗]〙]〛]‐-‑-‒-–-—-―-−-“"”"„"‟"「"」"『"』"＂"‘\'’\'、,○〇◯〇'

const SAME = 0
const OTHER = 1

/** For every UTF-16 unit: SAME, OTHER (look in `others`), or the unit that stands for it. */
let table: Uint16Array | undefined
const others = new Map<number, string>()

function readPairs(text: string, set: (from: string, to: string) => void): void {
  for (const pair of text.split('|')) {
    const [from, to] = pair.split(' ')
    if (from && to) set(from, to)
  }
}

/** Control and zero-width characters, marks, direction and variation signs: first and last. Tab and line ends stay. */
const DROPPED = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
] as const
const isDropped = (code: number): boolean => DROPPED.some(([first, last]) => code >= first && code <= last)
const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000

function foldOne(character: string, simplified: ReadonlyMap<string, string>): string {
  const plain = character.normalize('NFKC').toLowerCase()
  let folded = ''
  for (const part of plain) {
    const code = part.codePointAt(0) ?? 0
    if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00))
      folded += part.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
    else folded += simplified.get(part) ?? part
  }
  return folded
}

function readSimplified(): Map<string, string> {
  const simplified = new Map<string, string>()
  for (const dictionary of [taiwan, hongKong, characters]) readPairs(dictionary, (from, to) => simplified.set(from, to))
  // A variant may lead to a character that is itself traditional: 裏 → 裡 → 里.
  for (const [from, to] of simplified) simplified.set(from, simplified.get(to) ?? to)
  // 什么 and 著作 are written so in simplified texts.
  simplified.delete('么')
  simplified.delete('著')
  simplified.set('麽', '么')
  return simplified
}

function readOwn(): Map<string, string> {
  const own = new Map<string, string>()
  const pairs = Array.from(`${RADICALS}${PUNCTUATION}`)
  for (let index = 0; index + 1 < pairs.length; index += 2) own.set(pairs[index] ?? '', pairs[index + 1] ?? '')
  return own
}

function build(): Uint16Array {
  const simplified = readSimplified()
  const own = readOwn()
  const made = new Uint16Array(0x10000)
  const set = (code: number, folded: string): void => {
    if (folded.length === 1) made[code] = folded.charCodeAt(0)
    else {
      made[code] = OTHER
      others.set(code, folded)
    }
  }
  for (let code = 0; code < 0x10000; code++) {
    const character = String.fromCharCode(code)
    if (isSurrogate(code)) made[code] = OTHER
    else if (isDropped(code)) set(code, '')
    else {
      // Small and full-width forms of brackets become plain ones only now.
      const plain = own.get(character) ?? foldOne(character, simplified)
      const folded = own.get(plain) ?? plain
      if (folded !== character) set(code, folded)
    }
  }
  for (const [from, to] of simplified) {
    if (from.length === 2) others.set(from.codePointAt(0) ?? 0, to)
  }
  return made
}

/** What a code point outside the plain table becomes; a lone surrogate becomes U+FFFD. */
function other(code: number): string {
  const known = others.get(code)
  if (known !== undefined) return known
  if (isSurrogate(code)) return '\ufffd'
  const character = String.fromCodePoint(code)
  const folded = code > 0xffff ? character.normalize('NFKC').toLowerCase() : character
  others.set(code, folded)
  return folded
}

const identity = (offset: number): number => offset

/** As `normalise`, but for numerals of years and articles, which stay: what has no numeral in it is found in this as well, and sooner. */
export const normaliseSigns = (given: string): string => fold(given).text

/** Width, case, script, radicals, invisible characters. Numerals of years and articles too: 二〇一九年 → 2019年. */
export function normalise(given: string): Normalised {
  const folded = fold(given)
  const numbered = arabicNumerals(folded.text)
  if (numbered.text === folded.text) return folded
  return { text: numbered.text, at: (offset) => folded.at(numbered.at(offset)) }
}

function fold(given: string): Normalised {
  table ??= build()
  let first = 0
  const { length } = given
  while (first < length && table[given.charCodeAt(first)] === SAME) first += 1
  if (first === length) return { text: given, at: identity }
  return foldFrom(given, first, table)
}

/** One to one as long as possible: most texts have only full-width signs and keep their offsets. */
function foldFrom(given: string, first: number, units: Uint16Array): Normalised {
  const { length } = given
  if (room.length < length) {
    room = new Uint16Array(length * 2)
    roomBytes = Buffer.from(room.buffer)
  }
  const made = room
  for (let index = 0; index < first; index++) made[index] = given.charCodeAt(index)
  for (let index = first; index < length; index++) {
    const code = given.charCodeAt(index)
    const unit = units[code] ?? SAME
    if (unit === OTHER) return foldUneven(given, units)
    made[index] = unit === SAME ? code : unit
  }
  return { text: roomBytes.toString('utf16le', 0, length * 2), at: identity }
}

/** A new array for each text costs as much as folding it. */
let room = new Uint16Array(4096)
let roomBytes = Buffer.from(room.buffer)

function textOf(units: Uint16Array, length: number): string {
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le')
}

function foldUneven(given: string, table: Uint16Array): Normalised {
  const { length } = given
  let units = new Uint16Array(length + 64)
  let offsets = new Int32Array(length + 64)
  let made = 0
  for (let index = 0; index < length; index++) {
    if (made + 32 > units.length) {
      units = grown(units, new Uint16Array(units.length * 2))
      offsets = grown(offsets, new Int32Array(offsets.length * 2))
    }
    const code = given.charCodeAt(index)
    const unit = table[code] ?? SAME
    if (unit !== OTHER) {
      units[made] = unit === SAME ? code : unit
      offsets[made++] = index
      continue
    }
    const point = given.codePointAt(index) ?? code
    const width = point > 0xffff ? 2 : 1
    const text = other(point)
    for (let offset = 0; offset < text.length; offset++) {
      units[made] = text.charCodeAt(offset)
      offsets[made++] = text.length === width ? index + offset : index
    }
    index += width - 1
  }
  offsets[made] = length
  return { text: textOf(units, made), at: (offset) => (offset >= made ? length : (offsets[offset] ?? length)) }
}

function grown<T extends Uint16Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
