import {
  facetNames,
  type FacetName,
  type Facets,
  MOST_QUERY_CHARACTERS,
  MOST_RESULTS,
} from '../modules/search/index.ts'

export const scopes = ['all', 'place', 'site'] as const
/** Where to look: everywhere, in the place of the site, on the site alone. */
export type Scope = (typeof scopes)[number]

/** What a reader asks for; all of it stands in the address, so that it can be shared. */
export type Ask = {
  text: string
  /** It was longer than anybody searches. */
  isCut: boolean
  scope: Scope
  filters: Facets
  /** Days, both included. */
  from: string | null
  until: string | null
  sort: 'relevance' | 'date'
  page: number
}

export const PER_PAGE = 10
export const LAST_PAGE = Math.ceil(MOST_RESULTS / PER_PAGE)
/** So many values of one filter are taken. */
const MOST_VALUES = 10
const MOST_VALUE_CHARACTERS = 60

/** Names in the address; the same for the page, the feed and the API. */
const PARAMETERS: Readonly<Record<FacetName, string>> = {
  place: 'place',
  site: 'site',
  body: 'body',
  kind: 'kind',
  theme: 'theme',
  year: 'year',
  validity: 'valid',
}

/** Whatever stands in an address becomes something that can be asked; what makes no sense is left out. */
export function readAsk(query: URLSearchParams): Ask {
  const whole = tidy(query.get('q') ?? '')
  const characters = Array.from(whole)
  const days = [dayIn(query.get('from')), dayIn(query.get('to'))]
  const [from = null, until = null] = days[0] && days[1] && days[0] > days[1] ? days.toReversed() : days
  return {
    text: characters.slice(0, MOST_QUERY_CHARACTERS).join('').trim(),
    isCut: characters.length > MOST_QUERY_CHARACTERS,
    scope: scopes.find((scope) => scope === query.get('in')) ?? 'all',
    filters: filtersIn(query),
    from,
    until,
    sort: query.get('sort') === 'date' ? 'date' : 'relevance',
    page: pageIn(query.get('p')),
  }
}

// Characters that show nothing: control, format (but for the joiner of emoji), private use, and halves of characters.
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\p{Cc}\p{Co}\p{Cn}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/gu

export function tidy(text: string): string {
  return text.toWellFormed().replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim()
}

function filtersIn(query: URLSearchParams): Facets {
  const filters: Partial<Record<FacetName, readonly string[]>> = {}
  for (const name of facetNames) {
    const values = query.getAll(PARAMETERS[name]).map(tidy)
    const usable = [...new Set(values)].filter((value) => value !== '' && value.length <= MOST_VALUE_CHARACTERS)
    if (usable.length > 0) filters[name] = usable.slice(0, MOST_VALUES)
  }
  return filters
}

function dayIn(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : null
}

/** A page that nobody reaches is the last one that can be. */
function pageIn(text: string | null): number {
  if (text === null || !/^\d{1,9}$/.test(text)) return 1
  return Math.min(Math.max(Number(text), 1), LAST_PAGE)
}

/** The address of what is asked, without `?`; what goes without saying is left out. */
export function askText(ask: Ask): string {
  const fields = askFields(ask)
  if (ask.text !== '') fields.unshift(['q', ask.text])
  if (ask.page > 1) fields.push(['p', String(ask.page)])
  return fields.map(([name, value]) => `${name}=${encoded(value)}`).join('&')
}

/** A page holds hundreds of addresses with the same few words and ids. */
const known = new Map<string, string>()
const MOST_KNOWN = 2_000

function encoded(text: string): string {
  const found = known.get(text)
  if (found !== undefined) return found
  const made = encodeURIComponent(text)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, made)
  return made
}

/** Everything but words and page, as names and values: also the hidden fields of a form. */
export function askFields(ask: Ask): [name: string, value: string][] {
  const fields: [string, string][] = []
  if (ask.scope !== 'all') fields.push(['in', ask.scope])
  for (const name of facetNames) for (const value of ask.filters[name] ?? []) fields.push([PARAMETERS[name], value])
  if (ask.from !== null) fields.push(['from', ask.from])
  if (ask.until !== null) fields.push(['to', ask.until])
  if (ask.sort === 'date') fields.push(['sort', 'date'])
  return fields
}

/** With one value of a filter put on or taken off, from the first page. */
export function toggled(ask: Ask, name: FacetName, value: string): Ask {
  const values = ask.filters[name] ?? []
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  return withFilter(ask, name, next)
}

export function withFilter(ask: Ask, name: FacetName, values: readonly string[]): Ask {
  const { [name]: _, ...others } = ask.filters
  return { ...ask, filters: values.length === 0 ? others : { ...others, [name]: values }, page: 1 }
}

export const isNarrowed = (ask: Ask): boolean =>
  Object.keys(ask.filters).length > 0 || ask.from !== null || ask.until !== null

export const withoutFilters = (ask: Ask): Ask => ({ ...ask, filters: {}, from: null, until: null, page: 1 })

const DAY_MS = 86_400_000
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)
export const endOfDay = (day: string): number => startOfDay(day) + DAY_MS - 1
