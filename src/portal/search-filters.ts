import type { FacetCount, FacetName, SearchAnswer } from '../modules/search/index.ts'
import { dayOf } from '../modules/vocabulary/index.ts'
import type { Link } from './model.ts'
import type { FilterGroup, FilterOption, SearchDates } from './model-search.ts'
import type { Reader } from './reader.ts'
import { type Ask, askFields, askText, toggled, withFilter } from './search-ask.ts'
import { type Named, namesOf } from './search-names.ts'

/** In the order of the page. */
const TITLES: readonly (readonly [FacetName, string])[] = [
  ['kind', '类型'],
  ['place', '地区'],
  ['body', '机构'],
  ['site', '网站'],
  ['theme', '主题'],
  ['validity', '时效'],
  ['year', '年份'],
]
/** One value at a time, from the top down. */
const TREES = new Set<FacetName>(['place', 'body', 'theme'])
const SHOWN = 6
const MOST = 40

type Counted = { value: string; count: number; named: Named }
type To = (ask: Ask) => string

/** Filters with how much each would leave. What has only one value and is not chosen helps nobody. */
export async function filterGroups(
  { reader, ask, to }: { reader: Reader; ask: Ask; to: To },
  facets: SearchAnswer['facets'],
): Promise<FilterGroup[]> {
  const groups = await Promise.all(
    TITLES.map(async ([name, title]) => {
      const counted = await countedOf(reader, { name, chosen: ask.filters[name] ?? [], counts: facets[name] ?? [] })
      const options = (TREES.has(name) ? branchOf : rowOf)({ name, ask, to }, counted)
      return { name, title, ...split(options) }
    }),
  )
  return groups.filter(({ options }) => options.length > 1 || options.some(({ isOn }) => isOn))
}

type Values = { name: FacetName; chosen: readonly string[]; counts: readonly FacetCount[] }

/** The most frequent values by name; what is chosen always, or it could not be taken off again. */
async function countedOf(reader: Reader, { name, chosen, counts }: Values): Promise<Counted[]> {
  const most = counts.toSorted((a, b) => b.count - a.count).slice(0, MOST)
  const known = new Map(counts.map(({ value, count }) => [value, count]))
  const values = [...new Set([...most.map(({ value }) => value), ...chosen])]
  const names = await namesOf(reader, name, values)
  return values.flatMap((value) => {
    const named = names.get(value)
    return named ? [{ value, count: known.get(value) ?? 0, named }] : []
  })
}

type Making = { name: FacetName; ask: Ask; to: To }

function rowOf({ name, ask, to }: Making, counted: readonly Counted[]): FilterOption[] {
  const chosen = new Set(ask.filters[name])
  const options = counted.map(({ value, count, named }) => ({
    title: named.title,
    url: to(toggled(ask, name, value)),
    count,
    isOn: chosen.has(value),
    depth: 0,
    value,
  }))
  return name === 'year' ? options.toSorted((a, b) => (a.value < b.value ? 1 : -1)) : options
}

/** The way down to what is chosen, then what lies below it; with nothing chosen, the highest level that tells things apart. */
function branchOf({ name, ask, to }: Making, counted: readonly Counted[]): FilterOption[] {
  const byValue = new Map(counted.map((one) => [one.value, one]))
  const parentOf = ({ named }: Counted) => named.above.findLast((value) => byValue.has(value)) ?? null
  const below = (value: string | null) => counted.filter((one) => parentOf(one) === value)
  const option = ({ value, count, named }: Counted, depth: number, isOn: boolean): FilterOption => ({
    title: named.title,
    url: to(withFilter(ask, name, isOn ? [] : [value])),
    count,
    isOn,
    depth,
  })
  const chosen = counted.find(({ value }) => ask.filters[name]?.includes(value))
  if (chosen) {
    const line = [...chosen.named.above.flatMap((value) => byValue.get(value) ?? []), chosen]
    return [
      ...line.map((one, depth) => option(one, depth, one === chosen)),
      ...below(chosen.value).map((one) => option(one, line.length, false)),
    ]
  }
  let level = below(null)
  for (let only = level[0]; level.length === 1 && only; only = level[0]) {
    const next = below(only.value)
    if (next.length === 0) break
    level = next
  }
  return level.map((one) => option(one, 0, false))
}

/** What is chosen is never hidden behind 更多. */
function split(options: readonly FilterOption[]): Pick<FilterGroup, 'options' | 'more'> {
  const last = options.findLastIndex(({ isOn }) => isOn)
  const shown = options.length <= SHOWN + 1 ? options.length : Math.max(SHOWN, last + 1)
  return { options: options.slice(0, shown), more: options.slice(shown) }
}

/** Everything that narrows the results, each with the address without it. */
export async function chosenFilters(reader: Reader, ask: Ask, to: To): Promise<Link[]> {
  const chosen: Link[] = []
  for (const [name, group] of TITLES) {
    const values = ask.filters[name] ?? []
    const names = await namesOf(reader, name, values)
    for (const value of values) {
      const title = names.get(value)?.title ?? value
      chosen.push({ title: `${group}：${title}`, url: to(toggled(ask, name, value)) })
    }
  }
  if (ask.from !== null || ask.until !== null) {
    const title = `日期：${ask.from ?? '最早'} 至 ${ask.until ?? '今天'}`
    chosen.push({ title, url: to({ ...ask, from: null, until: null, page: 1 }) })
  }
  return chosen
}

const DAY_MS = 86_400_000
const QUICK: readonly (readonly [string, number])[] = [
  ['近一周', 7],
  ['近一月', 30],
  ['近一年', 365],
]

export function datesOf(ask: Ask, now: Date, to: To): SearchDates {
  const rest: Ask = { ...ask, from: null, until: null, page: 1 }
  return {
    from: ask.from ?? '',
    until: ask.until ?? '',
    today: dayOf(now),
    quick: QUICK.map(([title, days]) => {
      const from = dayOf(new Date(now.getTime() - days * DAY_MS))
      const isOn = ask.from === from && ask.until === null
      return { title, url: to({ ...rest, from: isOn ? null : from }), isOn }
    }),
    hidden: [['q', ask.text] as const, ...askFields(rest)].map(([name, value]) => ({ name, value })),
  }
}

/** The address of what is asked below a page's own. */
export const addressOf =
  (action: string): To =>
  (ask) => {
    const query = askText(ask)
    return query === '' ? action : `${action}?${query}`
  }
