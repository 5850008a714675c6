import type { Item } from '../modules/library/index.ts'
import type { ChannelCard } from '../modules/sites/index.ts'
import { loadArticle } from './load-article.ts'
import { loadHome } from './load-home.ts'
import { loadFeedXml, loadList, loadTopic } from './load-list.ts'
import { aboutPage, errorPage, leavePage, loadSiteMap, loadSitemapXml, notFoundPage } from './load-other.ts'
import type { PageModel, Reader as Choices } from './model.ts'
import type { PageRequest } from './page-request.ts'
import type { Reader } from './reader.ts'
import { leavesTrustedHosts } from './render-links.ts'
import { channelUrl, homeUrlOf, linkOf, loadSite, siteUrl, standsStill } from './site-context.ts'

/** What the portal answers: a page to render, finished text, or a way on. */
export type Answer =
  | { kind: 'page'; status: number; model: PageModel }
  | { kind: 'text'; status: number; type: string; body: string; isKept: boolean }
  | { kind: 'redirect'; status: 301 | 302; location: string }
  | { kind: 'no-site' }

export type Asked = { host: string; path: string; query: URLSearchParams; origin: string; choices: Choices }

/** The site behind an address and what is asked of it; or the answer, where there is no site that answers. */
export async function enter(reader: Reader, asked: Asked): Promise<{ request: PageRequest; rest: string } | Answer> {
  const found = await reader.site(asked.host, asked.path)
  if (!found || found.site.state === 'draft') return { kind: 'no-site' }
  const { site, rest } = found
  if (asked.path === site.basePath && site.basePath !== '') return moved(`${asked.path}/`)
  const context = await loadSite(reader, site, asked.origin)
  const request: PageRequest = { context, reader, choices: asked.choices, path: asked.path }
  if (standsStill(site)) return page(errorPage(request, standstill(site)))
  return { request, rest }
}

/** Host and path → answer. Reads through the recording accessors and nothing else. */
export async function answer(reader: Reader, asked: Asked): Promise<Answer> {
  const found = await answerAt(reader, asked)
  return isMissing(found) ? ((await tidiedAddress(reader, asked)) ?? found) : found
}

async function answerAt(reader: Reader, asked: Asked): Promise<Answer> {
  const entered = await enter(reader, asked)
  if (!('request' in entered)) return entered
  const { request, rest } = entered
  return (
    (await fixedAddress(request, rest, asked.query)) ??
    (await channelAddress(request, rest)) ??
    itemAddress(request, rest, asked.query)
  )
}

const isMissing = (found: Answer): boolean => found.kind === 'page' && found.status === 404

/** An address as people type, copy and write it down, where the tidy form of it leads to something: on to there. */
async function tidiedAddress(reader: Reader, asked: Asked): Promise<Answer | null> {
  const path = tidyPath(asked.path)
  if (path === asked.path) return null
  const there = await answerAt(reader, { ...asked, path })
  if (there.kind === 'redirect') return there
  return there.kind === 'no-site' || isMissing(there) ? null : moved(path)
}

/** What is left at the end of an address that was copied out of a sentence. */
const TAIL = ' \t\u3000,.;:!?)>"\'，。；：！？、）】》”'
const LONGEST_TYPED = 300

/** Capital letters, a sentence's end, doubled slashes, a folder's own file, a slash too many or too few. */
export function tidyPath(path: string): string {
  if (path.length > LONGEST_TYPED) return path
  let end = path.length
  while (TAIL.includes(path.charAt(end - 1)) && end > 1) end--
  return path
    .slice(0, end)
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index|default)\.(?:html?|shtml|jsp|aspx?|php)$/, '/')
    .replace(/\.html?\/?$/, '.html')
    .replace(/\/p\/0*(\d+)\/?$/, '/p/$1/')
}

const page = (model: PageModel): Answer => ({
  kind: 'page',
  status: model.kind === 'error' ? model.status : 200,
  model,
})
const moved = (location: string): Answer => ({ kind: 'redirect', status: 301, location })
const XML = 'application/xml; charset=utf-8'

function standstill(site: { state: string; stateReason: string }) {
  return site.state === 'closed'
    ? {
        status: 410 as const,
        heading: '本站已关闭',
        message: '内容已迁移到上级政府网站。',
        reason: site.stateReason || null,
      }
    : {
        status: 503 as const,
        heading: '网站暂停服务',
        message: '本站正在整改或维护，急事请拨打页面下方的联系电话。',
        reason: site.stateReason || null,
      }
}

/** Addresses that every site has. */
async function fixedAddress(request: PageRequest, rest: string, query: URLSearchParams): Promise<Answer | null> {
  const { context } = request
  switch (rest) {
    case '/':
      return page(await loadHome(request))
    case '/sitemap/':
      return page(await loadSiteMap(request))
    case '/sitemap':
      return moved(context.frame.siteMapUrl)
    case '/about/': {
      const about = aboutPage(request)
      return page(query.has('print') ? { ...about, kind: 'print' } : about)
    }
    case '/sitemap.xml':
      return { kind: 'text', status: 200, type: XML, body: await loadSitemapXml(request), isKept: false }
    case '/robots.txt':
      return { kind: 'text', status: 200, type: 'text/plain; charset=utf-8', body: robots(request), isKept: true }
    case '/leave':
      return leaving(request, query.get('to'))
    default:
      return null
  }
}

function robots({ context }: PageRequest): string {
  if (context.settings['access.noindex']) return 'User-agent: *\nDisallow: /\n'
  return `User-agent: *\nDisallow: ${homeUrlOf(context.site)}leave\nDisallow: ${homeUrlOf(context.site)}search\nSitemap: ${context.origin}${homeUrlOf(context.site)}sitemap.xml\n`
}

function leaving(request: PageRequest, to: string | null): Answer {
  const target = to === null ? null : URL.parse(to)
  if (!target || (target.protocol !== 'http:' && target.protocol !== 'https:')) return page(notFoundPage(request))
  // Another government site: there is nothing to warn of.
  if (!leavesTrustedHosts(target.href, request.context.frame.trustedHosts))
    return { kind: 'redirect', status: 302, location: target.href }
  return page(leavePage(request, target))
}

const CHANNEL = /^\/(?<path>.+?)(?:\/p\/(?<number>[1-9]\d{0,6}))?\/(?<feed>rss\.xml)?$/

/** A channel's newest page, a numbered page, its feed. */
async function channelAddress(request: PageRequest, rest: string): Promise<Answer | null> {
  const { context } = request
  const parts = CHANNEL.exec(rest)?.groups
  if (!parts) return slashMissing(request, rest)
  const channel = context.tree.byPath(parts['path'] ?? '')
  if (!channel) return null
  if (channel.kind === 'link') return { kind: 'redirect', status: 302, location: linkOf(context, channel) }
  if (parts['feed']) {
    if (!context.settings['feature.rss']) return page(notFoundPage(request))
    return {
      kind: 'text',
      status: 200,
      type: 'application/rss+xml; charset=utf-8',
      body: await loadFeedXml(request, channel),
      isKept: true,
    }
  }
  const number = parts['number'] === undefined ? null : Number(parts['number'])
  if (channel.kind === 'page' && number === null) return onlyArticle(request, channel)
  if (channel.kind === 'topic' && number === null) return page(await loadTopic(request, channel))
  return page((await loadList(request, channel, number)) ?? notFoundPage(request))
}

function slashMissing({ context }: PageRequest, rest: string): Answer | null {
  const channel = context.tree.byPath(rest.slice(1))
  return channel ? moved(channelUrl(context, channel)) : null
}

/** A channel of kind page shows its newest text in place; an empty one says so as a list does. */
async function onlyArticle(request: PageRequest, channel: ChannelCard): Promise<Answer> {
  const { context, reader } = request
  const [card] = await reader.cards([channel.id], { limit: 1 })
  const item = card ? await reader.item(card.itemId) : null
  if (!item) return page((await loadList(request, channel, null)) ?? notFoundPage(request))
  return page(
    await loadArticle(request, { item, channel, url: channelUrl(context, channel), isPrint: false, version: null }),
  )
}

const ITEM = /^\/(?<channel>.+)\/(?<month>\d{6})\/(?<no>[0-9a-z]{1,12})\.html$/

async function itemAddress(request: PageRequest, rest: string, query: URLSearchParams): Promise<Answer> {
  const { context, reader } = request
  const { found, item } = await reader.itemAt(context.site.id, rest)
  if (!found) {
    return (
      (await mountedItem(request, rest, query)) ?? (await formerAddress(request, rest)) ?? page(notFoundPage(request))
    )
  }
  if (found.kind === 'redirect') return redirected(request, found.redirectTo ?? '/')
  if (found.kind === 'gone') return page(gonePage(request, found.reason))
  return showItem(request, { item, query, url: homeUrlOf(context.site).slice(0, -1) + rest })
}

/** Below an address that a channel had before: the same page where the channel is now. */
async function formerAddress({ context, reader }: PageRequest, rest: string): Promise<Answer | null> {
  const path = (ITEM.exec(rest)?.groups?.['channel'] ?? CHANNEL.exec(rest)?.groups?.['path'] ?? rest.slice(1)).replace(
    /\/$/,
    '',
  )
  const channel = path === '' ? null : await reader.formerChannel(context.site.id, path)
  const site = channel ? await reader.siteById(channel.siteId) : null
  if (!channel || !site) return null
  return moved(`${siteUrl(context, site)}${channel.path}/${rest.slice(path.length + 2)}`)
}

/** Another site's item, shown below the channel that mounts its channel. */
async function mountedItem(request: PageRequest, rest: string, query: URLSearchParams): Promise<Answer | null> {
  const { context, reader } = request
  const parts = ITEM.exec(rest)?.groups
  const mount = context.tree.byPath(parts?.['channel'] ?? '')
  if (!parts || mount?.kind !== 'mounted') return null
  const itemId = await reader.itemIdByNo(Number.parseInt(parts['no'] ?? '', 36))
  const item = itemId === null ? null : await reader.item(itemId)
  if (!item?.placements.some((placement) => context.tree.shows(mount, placement.channelId))) return null
  return showItem(request, { item, query, url: homeUrlOf(context.site).slice(0, -1) + rest, channel: mount })
}

type Showing = { item: Item | null; query: URLSearchParams; url: string; channel?: ChannelCard }

async function showItem(request: PageRequest, { item: now, query, url, channel }: Showing): Promise<Answer> {
  const { reader } = request
  // Released but not yet due, or past its end: nobody's to know of.
  if (!now || now.state !== 'live')
    return page(now ? gonePage(request, now.withdrawal?.note ?? '') : notFoundPage(request))
  const here = channel ?? channelHere(request, now.placements)
  if (!here) return page(notFoundPage(request))
  const version = numberOf(query.get('v'))
  const item = version === null ? now : await reader.item(now.id, version)
  if (!item) return page(notFoundPage(request))
  const isOld = item.version !== now.version
  const wish = {
    item: { ...item, placements: now.placements },
    channel: here,
    url,
    isPrint: query.has('print'),
    version: isOld ? item.version : null,
  }
  return page(await loadArticle(request, wish))
}

function channelHere(
  { context, path }: PageRequest,
  placements: readonly { siteId: string; channelId: string; path: string }[],
) {
  const exact = placements.find((one) => one.siteId === context.site.id && path.endsWith(one.path))
  return exact
    ? context.tree.byId(exact.channelId)
    : placements.map((one) => context.tree.mountFor(one.channelId)).find((one) => one !== undefined)
}

const numberOf = (text: string | null): number | null =>
  text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null

/** A redirect names a path of this site, a full address, or a path of another site as "siteId:/path". */
async function redirected({ context, reader }: PageRequest, target: string): Promise<Answer> {
  const other = /^([0-9a-f-]{36}):(\/.*)$/.exec(target)
  if (!other) return moved(target.startsWith('/') ? homeUrlOf(context.site).slice(0, -1) + target : target)
  const site = await reader.siteById(other[1] ?? '')
  return moved(site ? siteUrl(context, site).slice(0, -1) + (other[2] ?? '/') : context.frame.homeUrl)
}

const gonePage = (request: PageRequest, reason: string) =>
  errorPage(request, {
    status: 410,
    heading: '这篇内容已经撤下',
    message: '发布单位撤下了这篇内容，不会再在这个地址出现。',
    reason: reason || null,
  })
