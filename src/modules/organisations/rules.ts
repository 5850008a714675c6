const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check; inside, the organisation code checks itself (GB 11714). */
export function isUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code)) return false
  return code[16] === innerCheck(code.slice(8, 16)) && code[17] === outerCheck(code.slice(0, 17))
}

function outerCheck(head: string): string {
  const sum = Array.from(head).reduce((total, letter, i) => total + ALPHABET.indexOf(letter) * (WEIGHTS[i] ?? 0), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

function innerCheck(body: string): string {
  const sum = Array.from(body).reduce(
    (total, letter, i) => total + Number.parseInt(letter, 36) * (INNER_WEIGHTS[i] ?? 0),
    0,
  )
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

type Fields = Readonly<Record<string, unknown>>

/** Only what differs, before and after; null when nothing does. */
export function changesBetween(now: Fields, wanted: Fields): { before: Fields; after: Fields } | null {
  const keys = Object.keys(wanted).filter((key) => now[key] !== wanted[key])
  if (keys.length === 0) return null
  const pick = (from: Fields) => Object.fromEntries(keys.map((key) => [key, from[key]]))
  return { before: pick(now), after: pick(wanted) }
}

const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** The calendar day here at an instant, as 2026-11-21. */
export const dayOf = (at: Date): string => shanghai.format(at)
