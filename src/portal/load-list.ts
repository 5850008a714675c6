import { cutPages, type PageCut } from '../modules/library/index.ts'
import type { ChannelCard } from '../modules/sites/index.ts'
import { entryOf } from './entries.ts'
import type { ListPage, PageLink, Pager, SubChannel, TopicPage } from './model.ts'
import type { FeedModule } from './model-home.ts'
import { baseFrame, columnMeta, crumbsOf, type PageRequest } from './page-request.ts'
import { metaTags } from './render-meta.ts'
import { renderRss } from './render-feeds.ts'
import { channelUrl, linkOf, type SiteContext, sourcesOf } from './site-context.ts'
import { dayOf } from '../modules/vocabulary/index.ts'

/** A channel's list: the newest page (page null) or a numbered one, counted from the oldest end. Null when there is no such page. */
export async function loadList(
  request: PageRequest,
  channel: ChannelCard,
  page: number | null,
): Promise<ListPage | null> {
  const { context, reader } = request
  const sources = sourcesOf(context, channel)
  const total = await reader.count(sources)
  const cut = cutPages(total, context.settings['list.pageSize'], page)
  if (!cut) return null
  const [cards, subChannels, pager] = await Promise.all([
    page === null ? reader.topCards(sources, cut.count) : reader.cards(sources, cut.count, cut.firstOffset),
    subChannelsOf(request, channel),
    pagerOf(request, { channel, sources, cut, page, total }),
  ])
  const [newest] = await reader.cards(sources, 1)
  const url = pageUrl(context, channel, page)
  const parent = channel.parentId === null ? undefined : context.channelById.get(channel.parentId)
  return {
    kind: 'list',
    frame: {
      ...baseFrame(request, {
        title: page === null ? channel.name : `${channel.name}（第 ${page} 页）`,
        url,
        channel,
        crumbs: crumbsOf(context, channel),
      }),
      metaTags: metaTags({ site: context.frame, column: columnMeta(channel), article: null }),
      feedUrl: context.settings['feature.rss'] ? `${channelUrl(context, channel)}rss.xml` : null,
    },
    channel: { title: channel.name, url: channelUrl(context, channel), description: channel.description || null },
    parentChannel: parent ? { title: parent.name, url: channelUrl(context, parent) } : null,
    subChannels,
    style: channel.itemKind === 'official_document' ? 'documents' : 'articles',
    entries: cards.map((card) => {
      const entry = entryOf(context, card, reader.now)
      return context.settings['list.excerpts'] || channel.itemKind === 'official_document'
        ? entry
        : { ...entry, summary: null }
    }),
    total,
    updatedAt: newest ? newest.sortAt.toISOString() : null,
    pager,
  }
}

const pageUrl = (context: SiteContext, channel: ChannelCard, page: number | null): string =>
  page === null ? channelUrl(context, channel) : `${channelUrl(context, channel)}p/${page}/`

/** The channels beside or below this one, with how much they hold. */
async function subChannelsOf({ context, reader }: PageRequest, channel: ChannelCard): Promise<SubChannel[]> {
  const below = context.channels.filter((one) => one.parentId === channel.id)
  const shown =
    below.length > 0
      ? below
      : channel.parentId === null
        ? []
        : context.channels.filter((one) => one.parentId === channel.parentId)
  if (shown.length < 2 && below.length === 0) return []
  const sources = new Map(shown.map((one) => [one.id, sourcesOf(context, one)]))
  const counts = await reader.counts([...new Set([...sources.values()].flat())])
  return shown.map((one) => ({
    title: one.name,
    url: linkOf(context, one),
    count: one.kind === 'page' || one.kind === 'link' ? null : sum(sources.get(one.id) ?? [], counts),
    isCurrent: one.id === channel.id,
  }))
}

const sum = (ids: readonly string[], counts: ReadonlyMap<string, number>) =>
  ids.reduce((total, id) => total + (counts.get(id) ?? 0), 0)

type Paging = { channel: ChannelCard; sources: string[]; cut: PageCut; page: number | null; total: number }

async function pagerOf(request: PageRequest, { channel, sources, cut, page, total }: Paging): Promise<Pager> {
  const { context, reader } = request
  if (cut.lastPage === 0) return { pages: [], newer: null, older: null }
  const size = context.settings['list.pageSize']
  const cutOf = (number: number | null) => (number === 0 ? null : cutPages(total, size, number))
  const newerNumber = page === null ? undefined : page === cut.lastPage ? null : page + 1
  const olderNumber = page === null ? cut.lastPage : page - 1
  const turn = async (number: number | null | undefined) => {
    const found = number === undefined ? null : cutOf(number)
    const period = found ? await reader.period(sources, found.count, found.firstOffset) : null
    if (!period || number === undefined) return null
    return { url: pageUrl(context, channel, number), period: { from: dayOf(period.from), to: dayOf(period.to) } }
  }
  const [newer, older] = await Promise.all([turn(newerNumber), turn(olderNumber)])
  return {
    pages: numbers(cut.lastPage, page).map((number) => pageLink(context, channel, { number, page })),
    newer,
    older,
  }
}

const GAP = 0
const NEAR = 2

/** 最新 (null), the numbers around the current page, and the oldest; gaps as 0. */
function numbers(last: number, page: number | null): (number | null)[] {
  const around = page ?? last
  const wanted = new Set([last, 1])
  for (let n = around - NEAR; n <= around + NEAR; n++) if (n >= 1 && n <= last) wanted.add(n)
  const sorted = [...wanted].sort((a, b) => b - a)
  return [null, ...sorted.flatMap((n, index) => (index > 0 && (sorted[index - 1] ?? n) - n > 1 ? [GAP, n] : [n]))]
}

function pageLink(
  context: SiteContext,
  channel: ChannelCard,
  { number, page }: { number: number | null; page: number | null },
): PageLink {
  if (number === GAP) return { label: '…', url: '', isCurrent: false, isGap: true, period: null }
  return {
    label: number === null ? '最新' : String(number),
    url: pageUrl(context, channel, number),
    isCurrent: number === page,
    isGap: false,
    period: null,
  }
}

const TOPIC_ITEMS = 8

/** A topic (专题): its own texts first, then a block per channel below it. */
export async function loadTopic(request: PageRequest, channel: ChannelCard): Promise<TopicPage> {
  const { context, reader } = request
  const below = context.channels.filter((one) => one.parentId === channel.id)
  const blocks = await Promise.all([channel, ...below].map((one, index) => feedOf(request, one, `t${index + 1}`)))
  const modules = blocks.filter((block) => block !== null)
  return {
    kind: 'topic',
    frame: {
      ...baseFrame(request, {
        title: channel.name,
        url: channelUrl(context, channel),
        channel,
        crumbs: crumbsOf(context, channel),
      }),
      metaTags: metaTags({ site: context.frame, column: columnMeta(channel), article: null }),
      feedUrl: context.settings['feature.rss'] ? `${channelUrl(context, channel)}rss.xml` : null,
    },
    title: channel.name,
    lead: channel.description || null,
    updatedAt:
      (
        await reader.cards([channel.id, ...below.flatMap((one) => sourcesOf(context, one))], 1)
      )[0]?.sortAt.toISOString() ?? null,
    modules,
  }
}

async function feedOf({ context, reader }: PageRequest, channel: ChannelCard, id: string): Promise<FeedModule | null> {
  const isTopic = channel.kind === 'topic'
  const cards = await reader.topCards(isTopic ? [channel.id] : sourcesOf(context, channel), TOPIC_ITEMS)
  if (cards.length === 0) return null
  return {
    type: 'feed',
    id,
    title: isTopic ? '最新进展' : channel.name,
    more: isTopic ? null : { title: `更多${channel.name}`, url: linkOf(context, channel) },
    hasLead: isTopic,
    items: cards.map((card) => entryOf(context, card, reader.now)),
    emptyText: '',
  }
}

const FEED_ITEMS = 30

export async function loadFeedXml({ context, reader }: PageRequest, channel: ChannelCard): Promise<string> {
  const cards = await reader.cards(sourcesOf(context, channel), FEED_ITEMS)
  const url = context.origin + channelUrl(context, channel)
  return renderRss({
    title: `${channel.name} - ${context.site.name}`,
    url,
    feedUrl: `${url}rss.xml`,
    description: channel.description || channel.name,
    updatedAt: cards[0]?.sortAt.toISOString() ?? null,
    items: cards.map((card) => {
      const entry = entryOf(context, card, reader.now)
      return { ...entry, url: new URL(entry.url, context.origin).href }
    }),
  })
}
