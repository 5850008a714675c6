import {
  type Facets,
  MOST_QUERY_CHARACTERS,
  MOST_RESULTS,
  type SearchAnswer,
  type SearchQuery,
  type SearchReader,
} from '../modules/search/index.ts'
import type { SiteCard } from '../modules/sites/index.ts'
import type { Link } from './model.ts'
import type { SearchNote, SearchPage, SearchPager, SearchState } from './model-search.ts'
import { baseFrame, type PageRequest } from './page-request.ts'
import { metaTags } from './render-meta.ts'
import {
  type Ask,
  askFields,
  endOfDay,
  isNarrowed,
  LAST_PAGE,
  PER_PAGE,
  startOfDay,
  withoutFilters,
} from './search-ask.ts'
import { entriesOf } from './search-entries.ts'
import { addressOf, chosenFilters, datesOf, filterGroups } from './search-filters.ts'
import { linkOf, settingLink, type SiteContext } from './site-context.ts'

const MOST_HOT = 10
const MOST_CHANNELS = 12
const numbers = new Intl.NumberFormat('zh-CN')

export type Way = Pick<PageRequest, 'context' | 'reader'>

/** Whose readers ask: of a site, or (null) of the platform. */
type Asking = { site: SiteCard | null; reader: PageRequest['reader'] }

/** The reader's place as the index knows places: ids of divisions, from the top down to the site's own. */
export async function placesOf({ site, reader }: Asking): Promise<readonly { key: string; name: string }[]> {
  const line = site ? await reader.placesOf(site.ownerId) : []
  return line.map(({ id, name }) => ({ key: id, name }))
}

type Wish = { limit: number; wantsFacets: boolean }

/** What a reader of this site asks, in the words of the engine. */
export async function siteQuery(asking: Asking, ask: Ask, { limit, wantsFacets }: Wish): Promise<SearchQuery> {
  const { site, reader } = asking
  const places = (await placesOf(asking)).map(({ key }) => key)
  return {
    text: ask.text,
    filters: scoped(ask, { siteId: site?.id, place: places.at(-1) }),
    from: ask.from === null ? null : startOfDay(ask.from),
    until: ask.until === null ? null : endOfDay(ask.until),
    sort: ask.sort,
    offset: (ask.page - 1) * limit,
    limit,
    wantsFacets,
    places,
    siteId: site?.id ?? null,
    now: reader.now.getTime(),
    wantsReasons: false,
  }
}

function scoped({ scope, filters }: Ask, own: { siteId: string | undefined; place: string | undefined }): Facets {
  if (scope === 'site' && own.siteId !== undefined) return { ...filters, site: [own.siteId] }
  if (scope === 'place' && own.place !== undefined && !filters.place) return { ...filters, place: [own.place] }
  return filters
}

export async function askEngine(search: SearchReader, { context, reader }: Way, ask: Ask): Promise<SearchAnswer> {
  return search.search(await siteQuery({ site: context.site, reader }, ask, { limit: PER_PAGE, wantsFacets: true }))
}

type Found = SearchAnswer | 'unavailable' | 'busy' | null

/** The search page: with what was found, or saying why there is nothing. */
export async function loadSearch(request: PageRequest, ask: Ask, found: Found): Promise<SearchPage> {
  const { context } = request
  const { frame } = context
  const action = `${frame.homeUrl}search/`
  const to = addressOf(action)
  const answer = typeof found === 'string' ? null : found
  const [scopes, hot, results] = await Promise.all([
    scopesOf(request, ask, to),
    hotLinks(request, ask, to),
    answer ? resultsOf(request, ask, { answer, to }) : nothing,
  ])
  return {
    kind: 'search',
    frame: searchFrame(request, ask, to),
    state: stateOf(found, results.entries.length),
    query: ask.text,
    box: {
      action,
      suggest: `${action}suggest`,
      placeholder: frame.searchAction?.placeholder ?? '',
      hidden: askFields(withoutFilters(ask)).map(([name, value]) => ({ name, value })),
    },
    notes: notesOf(ask, answer, to),
    scopes,
    sorts: (['relevance', 'date'] as const).map((sort) => ({
      title: sort === 'date' ? '最新' : '相关',
      url: to({ ...ask, sort, page: 1 }),
      isOn: ask.sort === sort,
    })),
    clearUrl: isNarrowed(ask) ? to(withoutFilters(ask)) : null,
    ...results,
    hot,
    services: answer ? null : servicesOf(context),
    ways: waysOf(ask, to, (answer?.total ?? 0) > 0),
    channels: channelLinks(context),
    clickUrl: `${action}click`,
  }
}

type To = (ask: Ask) => string
type Results = Pick<SearchPage, 'total' | 'chosen' | 'groups' | 'areCountsExact' | 'dates' | 'entries' | 'pager'>

const nothing: Results = {
  total: null,
  chosen: [],
  groups: [],
  areCountsExact: true,
  dates: null,
  entries: [],
  pager: null,
}

async function resultsOf(
  request: PageRequest,
  ask: Ask,
  { answer, to }: { answer: SearchAnswer; to: To },
): Promise<Results> {
  const { reader } = request
  const [entries, groups, chosen] = await Promise.all([
    entriesOf(request, answer.hits, (ask.page - 1) * PER_PAGE),
    filterGroups({ reader, ask, to }, answer.facets),
    chosenFilters(reader, ask, to),
  ])
  return {
    total: totalOf(answer),
    chosen,
    groups,
    areCountsExact: answer.areFacetsExact,
    dates: datesOf(ask, reader.now, to),
    entries,
    pager: pagerOf(ask, answer, to),
  }
}

function searchFrame(request: PageRequest, ask: Ask, to: To): SearchPage['frame'] {
  const { frame, settings } = request.context
  const action = `${frame.homeUrl}search/`
  const isAsked = ask.text !== ''
  const own = to(ask).slice(action.length + 1)
  return {
    ...baseFrame(request, { title: isAsked ? `${ask.text} - 搜索` : '搜索', url: action }),
    canonicalUrl: null,
    metaTags: metaTags({ site: frame, column: null, article: null }),
    feedUrl: isAsked && settings['feature.rss'] ? addressOf(`${action}feed.xml`)({ ...ask, page: 1 }) : null,
    keptQuery: own === '' ? '' : `${own}&`,
  }
}

/** Everywhere, in the place of the site where it is a part of something, on the site alone. */
async function scopesOf({ context, reader }: PageRequest, ask: Ask, to: To): Promise<SearchPage['scopes']> {
  const places = await placesOf({ site: context.site, reader })
  const place = places.length > 1 ? places.at(-1) : undefined
  const choices: [title: string, scope: Ask['scope']][] = [
    ['全平台', 'all'],
    ...(place ? [[place.name, 'place'] satisfies [string, Ask['scope']]] : []),
    ['本站', 'site'],
  ]
  return choices.map(([title, scope]) => {
    const filters = scope === 'all' ? ask.filters : without(ask.filters, ['site', 'place'])
    return { title, url: to({ ...ask, scope, filters, page: 1 }), isOn: ask.scope === scope }
  })
}

function channelLinks(context: SiteContext): Link[] {
  const channels = context.tree.childrenOf(null).slice(0, MOST_CHANNELS)
  return channels.map((channel) => ({ title: channel.name, url: linkOf(context, channel) }))
}

/** As on the home page, and only where they stand there: what a site merely inherits leads to channels it does not have. */
function servicesOf(context: SiteContext): SearchPage['services'] {
  if (!context.settings['home.modules'].some(({ type }) => type === 'services')) return null
  const groups = context.settings['home.lifeEvents'].map(({ icon, title, url, links }) => ({
    ...settingLink(context, { text: title, url }),
    icon,
    links: links.map((link) => settingLink(context, link)),
  }))
  return groups.length === 0 ? null : { groups }
}

/** Where nobody has asked anything yet: what the site itself offers. */
export function examplesOf(context: SiteContext): { links: Link[]; kind: 'service' | 'channel' } {
  const services = servicesOf(context)
  return services ? { links: services.groups, kind: 'service' } : { links: channelLinks(context), kind: 'channel' }
}

const without = (filters: Facets, names: readonly string[]): Facets =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => !names.includes(name)))

function stateOf(found: Found, shown: number): SearchState {
  if (found === null) return 'empty'
  if (typeof found === 'string') return found
  return found.total === 0 || (shown === 0 && found.total <= found.hits.length) ? 'nothing' : 'results'
}

const totalOf = (answer: SearchAnswer): string => `找到${aboutOf(answer)} ${numbers.format(answer.total)} 条结果`

const aboutOf = ({ isTotalExact, isBehind = false }: SearchAnswer): string =>
  isBehind ? '约' : isTotalExact ? '' : '超过'

/** How the words were taken, where it is not just as they were typed. */
function notesOf(ask: Ask, answer: SearchAnswer | null, to: To): SearchNote[] {
  const notes: SearchNote[] = []
  const say = (text: string, links: Link[] = [], end = '') => notes.push({ tone: 'plain', text, links, end })
  if (ask.isCut) say(`搜索词太长，只用了前 ${MOST_QUERY_CHARACTERS} 个字。`)
  if (!answer) return notes
  const { correction, isCorrected, optional } = answer
  if (answer.isBehind) say('检索库正在更新，结果数目是大约的，个别内容可能暂时找不到。')
  if (correction !== null && isCorrected) {
    const original = { title: `仍按“${ask.text}”搜索`, url: to({ ...ask, text: quoted(ask.text), page: 1 }) }
    say(`没有找到“${ask.text}”，已按“${correction}”搜索。`, [original])
  } else if (correction !== null) {
    const link = { title: correction, url: to({ ...ask, text: correction, page: 1 }) }
    notes.push({ tone: 'ask', text: '您是不是要找：', links: [link], end: '' })
  }
  if (optional.length === 0 || answer.total === 0) return notes
  if (optional.length === answer.words.length) say('没有同时包含全部词语的内容，以下是比较接近的结果。')
  else {
    const words = optional.map((word) => `“${word}”`).join('、')
    say(`同时包含全部词语的内容很少，以下结果不一定都包含${words}。`)
  }
  return notes
}

/** The words exactly as they stand. */
export const quoted = (text: string): string => `"${text.replaceAll(/["“”]/g, ' ').replaceAll(/\s+/g, ' ').trim()}"`
/** Longer, and nobody means it to the letter. */
const MOST_OF_PHRASE = 40
const isPhrase = (text: string): boolean => text.length > 2 && text.length <= MOST_OF_PHRASE
const PLAIN = /["“”]|(^|\s)-\S/g

/** Other ways to ask the same: wider, plainer, or to the letter. */
function waysOf(ask: Ask, to: To, hasFound: boolean): Link[] {
  if (ask.text === '') return []
  const ways: Link[] = []
  if (isNarrowed(ask)) ways.push({ title: '去掉全部筛选条件', url: to(withoutFilters(ask)) })
  if (ask.scope !== 'all') ways.push({ title: '在全平台搜索', url: to({ ...ask, scope: 'all', page: 1 }) })
  if (PLAIN.test(ask.text)) {
    const text = ask.text.replaceAll(PLAIN, ' ').replaceAll(/\s+/g, ' ').trim()
    if (text !== '') ways.push({ title: '不限定原词，按词语搜索', url: to({ ...ask, text, page: 1 }) })
  } else if (hasFound && isPhrase(ask.text)) {
    ways.push({ title: `精确查找“${ask.text}”`, url: to({ ...ask, text: quoted(ask.text), page: 1 }) })
  }
  return ways
}

const NEAR = 2

function pagerOf(ask: Ask, answer: SearchAnswer, to: To): SearchPager | null {
  const { total, hits } = answer
  if (total === 0) return null
  const last = Math.min(Math.ceil(total / PER_PAGE), LAST_PAGE)
  const before = (ask.page - 1) * PER_PAGE
  const url = (page: number) => to({ ...ask, page })
  const wanted = new Set([1, last])
  for (let page = ask.page - NEAR; page <= ask.page + NEAR; page++) if (page > 1 && page < last) wanted.add(page)
  const pages = [...wanted].toSorted((a, b) => a - b)
  const range = hits.length === 0 ? '这一页没有结果' : `第 ${before + 1}–${before + hits.length} 条`
  return {
    text: `${range}，共${aboutOf(answer)} ${numbers.format(total)} 条`,
    pages: pages.flatMap((page, index) => {
      const link = { title: String(page), url: url(page), isCurrent: page === ask.page, isGap: false }
      const isApart = index > 0 && page - (pages[index - 1] ?? page) > 1
      return isApart ? [{ title: '…', url: '', isCurrent: false, isGap: true }, link] : [link]
    }),
    prev: ask.page > 1 ? url(Math.min(ask.page - 1, last)) : null,
    next: ask.page < last && hits.length > 0 ? url(ask.page + 1) : null,
    isAtLimit: ask.page === LAST_PAGE && total > MOST_RESULTS,
  }
}

/** What the site recommends, then what readers ask most; what the site does not want to show is left out. */
export async function hotWordsOf({ context, reader }: Way): Promise<string[]> {
  const { settings, site } = context
  const hidden = settings['search.hiddenWords'].map((word) => word.toLowerCase())
  const asked = await reader.hotWords(site.code, 3 * MOST_HOT)
  const shown = asked.filter((words) => !hidden.some((word) => words.includes(word)))
  return [...new Set([...settings['search.hotWords'], ...shown])].slice(0, MOST_HOT)
}

async function hotLinks(request: PageRequest, ask: Ask, to: To): Promise<Link[]> {
  const words = await hotWordsOf(request)
  const plain: Ask = { ...withoutFilters(ask), sort: 'relevance' }
  return words.filter((text) => text !== ask.text).map((text) => ({ title: text, url: to({ ...plain, text }) }))
}
