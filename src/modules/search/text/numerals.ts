const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** 一千零五十六 → 1056, 二〇一九 → 2019; null where it is no number. */
export function chineseNumber(text: string): number | null {
  return /[十百千万]/.test(text) ? withUnits(text) : inDigits(text)
}

function inDigits(text: string): number | null {
  let value = 0
  for (const sign of text) {
    const digit = DIGITS[sign]
    if (digit === undefined) return null
    value = value * 10 + digit
  }
  return text === '' ? null : value
}

function withUnits(text: string): number {
  let total = 0
  let section = 0
  let digit: number | null = null
  for (const sign of text) {
    const unit = UNITS[sign]
    if (sign === '万') {
      total += (section + (digit ?? 0)) * 10_000
      section = 0
      digit = null
    } else if (unit !== undefined) {
      section += (digit ?? 1) * unit
      digit = null
    } else digit = DIGITS[sign] ?? null
  }
  return total + section + (digit ?? 0)
}

const NUMERAL = '[〇零一二三四五六七八九十百千]'
const YEAR = '(?:一九|二[〇零])[〇零一二三四五六七八九]{2}'
const FORMS = new RegExp(
  [
    // Ordinals: 第五十六条, 第十九号
    `(第\\s?)(${NUMERAL}{1,8})(?=\\s?[号条款项章节编批期届次])`,
    // [2019]十九号
    `(\\]\\s?)(${NUMERAL}{1,6})(?=\\s?号)`,
    // Years: 二〇一九年, [二〇一九]
    '()([一二][〇零一二三四五六七八九]{3})(?=\\s?[年\\])度])',
    // 二〇一八26号, 二〇一八第二十六号: a number with its year, without brackets
    `(?<!${NUMERAL})(?<year>${YEAR})(?=\\s?第?\\s?(?:[0-9]{1,4}|${NUMERAL}{1,5})\\s?号)`,
    `(?<=(?<!${NUMERAL})${YEAR}\\s?第?\\s?)(?<number>${NUMERAL}{1,5})(?=\\s?号)`,
  ].join('|'),
  'y',
)

/** What each UTF-16 unit is to a number. */
const [NEITHER, SIGN, BLANK, BEHIND_ANY, BEHIND_YEAR, DIGIT] = [0, 1, 2, 3, 4, 5]
const kinds = new Uint8Array(0x10000)
const note = (signs: string, kind: number): void => {
  for (let at = 0; at < signs.length; at++) kinds[signs.charCodeAt(at)] = kind
}
note('〇零一二三四五六七八九十百千', SIGN)
note('号条款项章节编批期届次', BEHIND_ANY)
note('年])度第', BEHIND_YEAR)
note('0123456789', DIGIT)
note(
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
  BLANK,
)
const YEAR_LENGTH = 4
/** So many units may stand before the signs of a number in what is replaced: 第 or ] and a space. */
const MOST_BEFORE = 2
const kindAt = (text: string, at: number): number =>
  at >= 0 && at < text.length ? (kinds[text.charCodeAt(at)] ?? NEITHER) : NEITHER

/** May signs that end there be (the end of) a number, by what follows? Looking at every place of a text with FORMS takes ten times as long. */
function isLikely(text: string, start: number, end: number): boolean {
  const kind = kindAt(text, kindAt(text, end) === BLANK ? end + 1 : end)
  if (kind === BEHIND_ANY) return true
  // What follows a year may stand behind two spaces: 二〇一八 第 26号.
  return end - start >= YEAR_LENGTH && (kind === BEHIND_YEAR || kind === DIGIT || kind === BLANK || kind === SIGN)
}

/** Where a number stands that is written in signs, and whether it is the year of a document number. */
type Written = { start: number; end: number; isYear: boolean }

const ORDINAL = '第'.charCodeAt(0)
const LONGEST_ORDINAL = 8

/** The next number that is written in signs, from a place on; null: there is none. */
function nextNumber(text: string, from: number): Written | null {
  const { length } = text
  for (let start = from; start < length; start++) {
    if (kinds[text.charCodeAt(start)] !== SIGN) continue
    let end = start + 1
    while (end < length && kinds[text.charCodeAt(end)] === SIGN) end += 1
    if (isLikely(text, start, end)) {
      const found = isOrdinal(text, { from, start, end })
        ? { start, end, isYear: false }
        : matchIn(text, from, start, end)
      if (found) return found
    }
    start = end
  }
  return null
}

/** 第五十六条: nearly all numbers of a law. */
function isOrdinal(text: string, { from, start, end }: { from: number; start: number; end: number }): boolean {
  const first = kindAt(text, start - 1) === BLANK ? start - 2 : start - 1
  if (first < from || text.charCodeAt(first) !== ORDINAL || end - start > LONGEST_ORDINAL) return false
  return kindAt(text, kindAt(text, end) === BLANK ? end + 1 : end) === BEHIND_ANY
}

function matchIn(text: string, from: number, start: number, end: number): Written | null {
  for (let at = Math.max(from, start - MOST_BEFORE); at < end; at++) {
    FORMS.lastIndex = at
    const match = FORMS.exec(text)
    if (!match) continue
    const before = match[1] ?? match[3] ?? ''
    const isYear = match.groups?.['year'] !== undefined
    return { start: at + before.length, end: at + match[0].length, isYear }
  }
  return null
}

/** Years and ordinals in Chinese numerals become Arabic; everything else stays (一方, 三农, 十分 are no numbers). */
export function arabicNumerals(text: string): { text: string; at(offset: number): number } {
  let made = ''
  let from = 0
  const shifts: { made: number; given: number }[] = []
  for (let next = nextNumber(text, 0); next; next = nextNumber(text, next.end)) {
    const { start, end, isYear } = next
    const value = chineseNumber(text.slice(start, end))
    if (value === null) continue
    made += text.slice(from, start)
    shifts.push({ made: made.length, given: start })
    // Brackets keep the year apart from the number.
    made += isYear ? `[${value}]` : String(value)
    from = end
    shifts.push({ made: made.length, given: end })
  }
  if (shifts.length === 0) return { text, at: (offset) => offset }
  made += text.slice(from)
  return { text: made, at: (offset) => placeOf(shifts, offset) }
}

/** Inside a number that was rewritten every offset is its start; the last shift before the offset counts. */
function placeOf(shifts: readonly { made: number; given: number }[], offset: number): number {
  let low = 0
  let high = shifts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((shifts[middle]?.made ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  const shift = shifts[low - 1]
  if (shift === undefined) return offset
  const isInside = (low - 1) % 2 === 0
  return isInside ? shift.given : shift.given + (offset - shift.made)
}
