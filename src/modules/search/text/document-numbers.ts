/** A number that stands for a document or a part of one, as it was found in normalised text. */
export type FoundNumber = {
  start: number
  end: number
  /** Canonical forms, the whole one first: 国办发[2019]19号, then [2019]19号 and 国办发19号. */
  forms: readonly string[]
  /** Words of it that are found alone too: 国办发[2019], 国办发, 2019, 24号. */
  words: readonly string[]
  isDocument: boolean
}

/** Words that stand before a document number and are not of it: 根据国办发[2019]19号. */
const LEAD =
  /^.*(?:根据|依据|依照|按照|遵照|参照|贯彻|落实|执行|印发|转发|废止|替代|代替|修改|依|据|按|见|经|以|由|即|原|和|与|及|或|对|将|的|了|在|为|因|从|把|被|文号|编号|字号|发文|文件|通知|意见|办法|规定)(?=.)/
/** Decrees name the state first, which their numbers do not: 中华人民共和国国务院令第706号. */
const STATE = /^.*中华人民共和国/
/** How the agency's word of a document number ends: 国办发, 冀政字, 办函, 主席令. */
const AGENCY_END = /(?:发|字|函|办|文|规|复|通|令|告|电|议|任|研|综|释|批|呈|审|罚|决|政|府|税)$/
const FORMS = new RegExp(
  [
    // 索引号 000014349/2019-00007
    '(?<index>[0-9a-z]{6,12}\\s?/\\s?[0-9]{4}-[0-9]{2,8})',
    // [2019]19号, (2019) 第19号, [2019]19
    `[[(<〈]\\s?(?<year>(?:19|20)[0-9]{2})\\s?年?\\s?[\\])>〉]\\s?(?:第\\s?)?(?<number>[0-9]{1,5})(?![0-9])\\s?(?<sign>号?)`,
    // 国办发[2019]: the numbers of a year
    '\\[\\s?(?<yearAlone>(?:19|20)[0-9]{2})\\s?年?\\s?\\](?!\\s?第?\\s?[0-9])',
    // 2019年第39号, 2019年39号
    '(?<year2>(?:19|20)[0-9]{2})\\s?年\\s?第?\\s?(?<number2>[0-9]{1,5})\\s?号',
    // 第56条, 第3章, 第19号, 19号
    '(?<nth>第\\s?)?(?<![0-9])(?<ordinal>[0-9]{1,5})\\s?(?<unit>[号条款项章节编批期届次])',
  ].join('|'),
  'g',
)

/** The agency's word that ends where the number begins. */
function agencyBefore(text: string, from: number, end: number): { agency: string; start: number } {
  const before = /[\u4e00-\u9fff]{1,14}(?=\s?$)/.exec(text.slice(Math.max(from, end - 15), end))
  if (before === null) return { agency: '', start: end }
  const written = before[0].replace(STATE, '').replace(LEAD, '').replace(/第$/, '')
  if (!AGENCY_END.test(written)) return { agency: '', start: end }
  const gap = /\s$/.test(text.slice(from, end)) ? 1 : 0
  return { agency: written === '国令' ? '国务院令' : written, start: end - gap - written.length }
}

function ofDocument(span: { start: number; end: number }, agency: string, year: string, digits: string): FoundNumber {
  const number = String(Number(digits))
  const forms: string[] = []
  if (agency && year) forms.push(`${agency}[${year}]${number}号`)
  if (year) forms.push(`[${year}]${number}号`)
  if (agency) forms.push(`${agency}${number}号`)
  return { ...span, forms, words: [...wordsOf(agency, year), `${number}号`], isDocument: true }
}

const wordsOf = (agency: string, year: string): string[] =>
  [agency && year && `${agency}[${year}]`, agency, year].filter((word) => word !== '')

/** What an agency numbered in a year; only an agency's word makes a year in brackets that. */
function ofYear(end: number, { agency, start }: { agency: string; start: number }, year: string): FoundNumber | null {
  if (agency === '') return null
  const [form = '', ...words] = wordsOf(agency, year)
  return { start, end, forms: [form], words, isDocument: false }
}

type Groups = Readonly<Record<string, string | undefined>>

function read(text: string, match: RegExpExecArray, from: number): FoundNumber | null {
  const groups: Groups = match.groups ?? {}
  const span = { start: match.index, end: match.index + match[0].length }
  if (groups['index']) return { ...span, forms: [groups['index'].replace(/\s/g, '')], words: [], isDocument: true }
  const { agency, start } = agencyBefore(text, from, match.index)
  if (groups['yearAlone']) return ofYear(span.end, { agency, start }, groups['yearAlone'])
  const year = groups['year'] ?? groups['year2']
  if (year === undefined) return readOrdinal(groups, span, { agency, start })
  // "(2019) 3" alone is no document number; with 号 or an agency's word it is.
  if (groups['year'] && !groups['sign'] && agency === '') return null
  return ofDocument({ start, end: span.end }, agency, year, groups['number'] ?? groups['number2'] ?? '')
}

function readOrdinal(
  groups: Groups,
  span: { start: number; end: number },
  before: { agency: string; start: number },
): FoundNumber | null {
  const { unit = '', ordinal = '' } = groups
  if (unit === '号' && before.agency !== '') {
    return ofDocument({ start: before.start, end: span.end }, before.agency, '', ordinal)
  }
  if (!groups['nth']) return null
  const word = unit === '号' ? `${Number(ordinal)}号` : `第${Number(ordinal)}${unit}`
  return { ...span, forms: [word], words: [], isDocument: false }
}

/** Finds document numbers, index numbers and article numbers in normalised text, in order, not overlapping. */
export function findNumbers(text: string): FoundNumber[] {
  if (!/[0-9]/.test(text)) return []
  const found: FoundNumber[] = []
  let from = 0
  for (const match of text.matchAll(FORMS)) {
    const number = read(text, match, from)
    from = match.index + match[0].length
    if (number !== null) found.push(number)
  }
  return found
}

/** Somebody typed a number and nothing else: 国办发2019 24号, 冀科规2020-1号, 冀政[2013]43. */
const LOOSE =
  /^(?<agency>[\u4e00-\u9fff]{1,12})\s?(?<open>[[(<〈]?)\s?(?<year>(?:19|20)[0-9]{2})\s?[\])>〉]?[\s年.,/·-]{0,3}第?\s?0*(?<number>[1-9][0-9]{0,3})\s?(?<sign>号?)$/

/** And nothing but the last part of one: 24号, 24号文. */
const ALONE = /^(?:第\s?)?0*(?<number>[1-9][0-9]{0,4})\s?号(?:文件?)?$/

/** 24号, where a whole query (normalised) asks for what bears that number, of whatever agency and year; else null. */
export function numberAlone(plain: string): string | null {
  const { number } = ALONE.exec(plain)?.groups ?? {}
  return number === undefined ? null : `${number}号`
}

/** The number as documents write it, where a whole query (normalised) is one written loosely; else null. */
export function looseNumber(plain: string): string | null {
  const alone = numberAlone(plain)
  if (alone !== null) return `第${alone}`
  const { agency = '', open, year, number, sign } = LOOSE.exec(plain)?.groups ?? {}
  if (year === undefined || (open === '' && sign === '' && !AGENCY_END.test(agency))) return null
  return `${agency}[${year}]${number}号`
}
