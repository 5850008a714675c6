import { htmlOfText } from '../../kernel/html.ts'

const HOUR_MS = 3_600_000
const SHANGHAI_HOURS = 8
const EARLIEST_YEAR = 1900
const LATEST_YEAR = 2100
const DIGITS = '〇一二三四五六七八九'

const WRITTEN =
  /^(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2})(?:\.\d+)?秒?)?\s*分?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/

/** An instant from the ways dates are written: 2019年01月27日, 2019-1-27 14:45, 20190127, ISO 8601. Without zone: Shanghai. */
export function instantOf(text: string): Date | null {
  const written = arabic(text.normalize('NFKC').trim())
  const match = WRITTEN.exec(written) ?? COMPACT.exec(written)
  if (!match) return epochOf(written)
  const numbers = match.slice(1, 7).map((part) => Number(part ?? 0))
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers
  const at = Date.UTC(year, month - 1, day, hour, minute, second)
  // A part that is too large, such as month 13 or minute 60, runs over into the next.
  const back = new Date(at).toISOString().match(/\d+/g)?.slice(0, 6).map(Number) ?? []
  const isReal = numbers.every((number, place) => back[place] === number)
  return isReal && year >= EARLIEST_YEAR && year <= LATEST_YEAR ? new Date(at - offsetOf(match[7])) : null
}

/** The calendar day, YYYY-MM-DD, in Shanghai. */
export function dayOf(text: string): string | null {
  const at = instantOf(text)
  return at && new Date(at.getTime() + SHANGHAI_HOURS * HOUR_MS).toISOString().slice(0, 10)
}

function offsetOf(zone: string | undefined): number {
  if (!zone) return SHANGHAI_HOURS * HOUR_MS
  if (zone.toUpperCase() === 'Z') return 0
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * 60_000)
}

/** Seconds or milliseconds since 1970, as databases export them. */
function epochOf(text: string): Date | null {
  if (!/^1\d{9}(\d{3})?$/.test(text)) return null
  return new Date(text.length === 10 ? Number(text) * 1000 : Number(text))
}

/** 二〇一九年一月二十七日 → 2019年1月27日. */
function arabic(text: string): string {
  if (!/^[〇○零一二三四五六七八九]{4}年/.test(text)) return text
  return text
    .replaceAll(/[○零]/g, '〇')
    .replaceAll(/([一二三]?)十([一二三四五六七八九]?)/g, (_whole, tens: string, ones: string) =>
      String((tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0)),
    )
    .replaceAll(/[〇一二三四五六七八九]/g, (digit) => String(DIGITS.indexOf(digit)))
}

/** Words separated as people do it: by comma, semicolon, 、 or blank. */
export function wordsOf(text: string): string[] {
  const parts = /[,;，；、|]/.test(text) ? text.split(/[,;，；、|]+/) : text.split(/\s+/)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** 国办发[2017] 47 号 → 国办发〔2017〕47号. What is no document number stays as written. */
export function documentNumberOf(text: string): string {
  return text
    .replaceAll(/[\s\u3000]+/g, '')
    .replaceAll(/[[［【(（〔{｛]((?:19|20)\d{2})年?[\]］】)）〕}｝]/g, '〔$1〕')
    .replace(/〔(\d{4})〕第?0*(\d+)号?$/, '〔$1〕$2号')
}

const TAG = /<\/?[a-z][^>]*>/i

/** A body as HTML: what has tags is HTML already, the rest is text with line breaks. */
export const bodyOf = (text: string): string => (TAG.test(text) ? text : htmlOfText(text))
export const plainBodyOf = (text: string): string => htmlOfText(text)

/** What stands inside the first element with one of these ids or classes; null when there is none. */
export function innerHtml(html: string, names: readonly string[]): string | null {
  const bare = html.replaceAll(/<!--[\s\S]*?-->/g, '')
  for (const name of names) {
    const quoted = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    const open = new RegExp(
      `<([a-z][a-z0-9]*)\\b[^>]*\\b(?:id|class)\\s*=\\s*["']?(?:[^"'>]*\\s)?${quoted}(?=["'\\s>])[^>]*>`,
      'i',
    ).exec(bare)
    if (!open?.[1]) continue
    const start = open.index + open[0].length
    return bare.slice(start, endOf(bare, open[1], start))
  }
  return null
}

/** Where the element of this tag that began before `start` ends. */
function endOf(html: string, tag: string, start: number): number {
  const edge = new RegExp(`<(/?)${tag}\\b[^>]*>`, 'gi')
  edge.lastIndex = start
  let depth = 1
  for (let match = edge.exec(html); match; match = edge.exec(html)) {
    depth += match[1] === '/' ? -1 : 1
    if (depth === 0) return match.index
  }
  return html.length
}
