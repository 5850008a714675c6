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
  if (!/[十百千万]/.test(text)) {
    let value = 0
    for (const sign of text) {
      const digit = DIGITS[sign]
      if (digit === undefined) return null
      value = value * 10 + digit
    }
    return text === '' ? null : value
  }
  let total = 0
  let section = 0
  let digit: number | null = null
  for (const sign of text) {
    if (sign === '万') {
      total += (section + (digit ?? 0)) * 10_000
      section = 0
      digit = null
    } else if (sign in UNITS) {
      section += (digit ?? 1) * (UNITS[sign] ?? 1)
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
  'g',
)

/** Years and ordinals in Chinese numerals become Arabic; everything else stays (一方, 三农, 十分 are no numbers). */
export function arabicNumerals(text: string): { text: string; at(offset: number): number } {
  let made = ''
  let from = 0
  const shifts: { made: number; given: number }[] = []
  for (const match of text.matchAll(FORMS)) {
    const before = match[1] ?? match[3] ?? ''
    const value = chineseNumber(match[0].slice(before.length))
    if (value === null) continue
    const start = match.index + before.length
    made += text.slice(from, start)
    shifts.push({ made: made.length, given: start })
    // Brackets keep the year apart from the number.
    made += match.groups?.['year'] === undefined ? String(value) : `[${value}]`
    from = match.index + match[0].length
    shifts.push({ made: made.length, given: from })
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
