import { after, type ItemCard, type Stretch } from '../modules/library/index.ts'
import { type ChannelLook, channelLooks } from '../modules/sites/contract.ts'
import type { ChannelCard } from '../modules/sites/index.ts'
import { documentEntries, entryOf } from './entries.ts'
import type { DocumentEntry, ListPage, PageLink, Pager, SubChannel, TopicPage } from './model.ts'
import type { FeedModule } from './model-home.ts'
import { baseFrame, columnMeta, crumbsOf, type PageRequest } from './page-request.ts'
import { metaTags } from './render-meta.ts'
import { renderRss } from './render-feeds.ts'
import { VALIDITIES } from './validity.ts'
import { channelUrl, linkOf, type SiteContext } from './site-context.ts'
import { dayOf } from '../modules/vocabulary/index.ts'

/** More than so many page sizes on one numbered page, and it is cut anew. */
const MOST_SIZES = 3
const NEAR = 2

/** What one page of a list holds, and the pages beside it. `last` is the newest numbered page, 0 when there is none. */
type Leaf = { stretch: Stretch; last: number; newer: Turn | null; older: Turn | null }
type Turn = { page: number | null; stretch: Stretch }

/**
 * Numbered pages lie between two cuts that never move; the newest page holds everything behind the last cut. Null when there
 * is no such page.
 */
async function leafOf(
  reader: PageRequest['reader'],
  sources: readonly string[],
  size: number,
  page: number | null,
): Promise<Leaf | null> {
  const { last, ends } = await reader.cuts(sources, size, page)
  const limit = MOST_SIZES * size
  const newest: Turn = { page: null, stretch: last ? { limit, from: after(last.end) } : { limit } }
  const numbered = (number: number): Turn | null => {
    const to = ends.get(number)
    const before = ends.get(number - 1)
    return to ? { page: number, stretch: { limit, to, ...(before ? { from: after(before) } : {}) } } : null
  }
  if (page === null) {
    return { stretch: newest.stretch, last: last?.page ?? 0, newer: null, older: last ? numbered(last.page) : null }
  }
  const own = numbered(page)
  // Nobody has looked at this list yet since it grew.
  if (!own && (await reader.cards(sources, { ...newest.stretch, limit: 2 * size })).length === 2 * size) {
    reader.wishCut({ channelIds: sources, size, canWait: false })
  }
  return (
    own && {
      stretch: own.stretch,
      last: last?.page ?? 0,
      newer: numbered(page + 1) ?? newest,
      older: page > 1 ? numbered(page - 1) : null,
    }
  )
}

/** A channel's list: the newest page (page null) or a numbered one, counted from the oldest end. Null when there is no such page. */
export async function loadList(
  request: PageRequest,
  channel: ChannelCard,
  page: number | null,
): Promise<ListPage | null> {
  const { context, reader } = request
  const { tree, settings } = context
  tree.whole(channel)
  const sources = tree.sourcesOf(channel)
  const size = settings['list.pageSize']
  const leaf = await leafOf(reader, sources, size, page)
  if (!leaf) return null
  const isNewest = page === null
  const listed = isNewest ? reader.topCards(sources, leaf.stretch) : reader.cards(sources, leaf.stretch)
  const [cards, listedEntries, subChannels, pager, total] = await Promise.all([
    listed,
    listed.then((some) => documentEntries(request, some)),
    subChannelsOf(request, channel, isNewest),
    pagerOf(request, { channel, sources, leaf, page }),
    // What changes with every release is told on the newest page alone: numbered pages do not move.
    isNewest ? reader.count(sources) : null,
  ])
  // Up to its limit a page shows all it should, only more than is handy.
  const canWait = cards.length < MOST_SIZES * size
  if (isNewest && cards.length >= 2 * size) reader.wishCut({ channelIds: sources, size, canWait })
  if (page !== null && cards.length > (MOST_SIZES - 1) * size)
    reader.wishCut({ channelIds: sources, size, anewFrom: page, canWait })
  const newest = isNewest ? newestOf(cards) : null
  const parent = tree.parentOf(channel)
  return {
    kind: 'list',
    frame: frameOf(request, channel, page),
    channel: { title: channel.name, url: channelUrl(context, channel), description: channel.description || null },
    parentChannel: parent ? { title: parent.name, url: channelUrl(context, parent) } : null,
    subChannels,
    ...dressed(listedEntries, lookOf(channel, cards), settings['list.excerpts']),
    total,
    updatedAt: newest ? newest.toISOString() : null,
    pager,
  }
}

const frameOf = (request: PageRequest, channel: ChannelCard, page: number | null): ListPage['frame'] => ({
  ...baseFrame(request, {
    title: page === null ? channel.name : `${channel.name}（第 ${page} 页）`,
    url: pageUrl(request.context, channel, page),
    channel,
    crumbs: crumbsOf(request.context, channel),
  }),
  metaTags: metaTags({ site: request.context.frame, column: columnMeta(channel), article: null }),
  feedUrl: request.context.settings['feature.rss'] ? `${channelUrl(request.context, channel)}rss.xml` : null,
})

const newestOf = (cards: readonly ItemCard[]): Date | null =>
  cards.reduce<Date | null>((latest, { sortAt }) => (latest && latest > sortAt ? latest : sortAt), null)

/** The entries with what the look of the list says of each. */
function dressed(entries: DocumentEntry[], look: ChannelLook, hasExcerpts: boolean) {
  const isOfDocuments = look === 'documents'
  const isBare = look === 'titles' || (look === 'articles' && !hasExcerpts)
  return {
    style: isOfDocuments ? ('documents' as const) : ('articles' as const),
    validities: isOfDocuments ? VALIDITIES : [],
    entries: isBare ? entries.map((entry) => ({ ...entry, summary: null })) : entries,
  }
}

/** As its editors want it, or as suits what it shows. */
const lookOf = (channel: ChannelCard, cards: readonly ItemCard[]): ChannelLook =>
  channelLooks.find((look) => look === channel.template) ?? (listsDocuments(channel, cards) ? 'documents' : 'articles')

/** An aggregate has no kind of its own: what it shows says what it is a list of. */
const listsDocuments = (channel: ChannelCard, cards: readonly ItemCard[]): boolean =>
  cards.length === 0
    ? channel.itemKind === 'official_document'
    : cards.every((card) => card.kind === 'official_document')

const pageUrl = (context: SiteContext, channel: ChannelCard, page: number | null): string =>
  page === null ? channelUrl(context, channel) : `${channelUrl(context, channel)}p/${page}/`

/** The channels beside or below this one; on the newest page with how much they hold. */
async function subChannelsOf(
  { context, reader }: PageRequest,
  channel: ChannelCard,
  isCounted: boolean,
): Promise<SubChannel[]> {
  const { tree } = context
  const below = tree.childrenOf(channel.id)
  const shown = below.length > 0 || channel.parentId === null ? below : tree.childrenOf(channel.parentId)
  if (shown.length < 2 && below.length === 0) return []
  const sources = new Map(shown.map((one) => [one.id, isCounted ? tree.sourcesOf(one) : []]))
  const counts = isCounted ? await reader.counts([...new Set([...sources.values()].flat())]) : new Map<string, number>()
  return shown.map((one) => ({
    title: one.name,
    url: linkOf(context, one),
    count: !isCounted || one.kind === 'page' || one.kind === 'link' ? null : sum(sources.get(one.id) ?? [], counts),
    isCurrent: one.id === channel.id,
  }))
}

const sum = (ids: readonly string[], counts: ReadonlyMap<string, number>) =>
  ids.reduce((total, id) => total + (counts.get(id) ?? 0), 0)

type Paging = { channel: ChannelCard; sources: string[]; leaf: Leaf; page: number | null }

async function pagerOf(request: PageRequest, { channel, sources, leaf, page }: Paging): Promise<Pager> {
  const { context, reader } = request
  if (leaf.last === 0) return { pages: [], newer: null, older: null }
  const turnTo = async (turn: Turn | null) => {
    if (!turn) return null
    const url = pageUrl(context, channel, turn.page)
    // The newest page's dates change with every release, and this page would with them.
    const period = turn.page === null ? null : await reader.period(sources, turn.stretch)
    return { url, period: period && { from: dayOf(period.from), to: dayOf(period.to) } }
  }
  const [newer, older] = await Promise.all([turnTo(leaf.newer), turnTo(leaf.older)])
  return {
    pages: numbers(leaf, page).map((number) => pageLink(context, channel, { number, page })),
    newer,
    older,
  }
}

const GAP = 0

/**
 * 最新 (null), the page after this one, some before it, and the oldest; gaps as 0. A numbered page does not say how many
 * there are by now: it would change with each of them.
 */
function numbers({ last, newer }: Leaf, page: number | null): (number | null)[] {
  const top = page === null ? last : (newer?.page ?? page)
  const wanted = new Set([1])
  for (let number = top; number >= Math.max(1, (page ?? last) - NEAR); number--) wanted.add(number)
  const sorted = [...wanted].sort((a, b) => b - a)
  const isOpen = page !== null && newer?.page !== null
  return [
    null,
    ...(isOpen ? [GAP] : []),
    ...sorted.flatMap((number, index) =>
      index > 0 && (sorted[index - 1] ?? number) - number > 1 ? [GAP, number] : [number],
    ),
  ]
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
  const { tree } = context
  tree.whole(channel)
  const below = tree.childrenOf(channel.id)
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
      (await reader.cards([channel.id, ...below.flatMap(tree.sourcesOf)], { limit: 1 }))[0]?.sortAt.toISOString() ??
      null,
    modules,
  }
}

async function feedOf(request: PageRequest, channel: ChannelCard, id: string): Promise<FeedModule | null> {
  const { context, reader } = request
  const isTopic = channel.kind === 'topic'
  const cards = await reader.topCards(isTopic ? [channel.id] : context.tree.sourcesOf(channel), { limit: TOPIC_ITEMS })
  if (cards.length === 0) return null
  return {
    type: 'feed',
    id,
    title: isTopic ? '最新进展' : channel.name,
    more: isTopic ? null : { title: `更多${channel.name}`, url: linkOf(context, channel) },
    hasLead: isTopic,
    items: cards.map((card) => entryOf(request, card)),
    emptyText: '',
  }
}

const FEED_ITEMS = 30

export async function loadFeedXml(request: PageRequest, channel: ChannelCard): Promise<string> {
  const { context, reader } = request
  context.tree.whole(channel)
  reader.note(`site-name:${context.site.id}`)
  const cards = await reader.cards(context.tree.sourcesOf(channel), { limit: FEED_ITEMS })
  const url = context.origin + channelUrl(context, channel)
  return renderRss({
    title: `${channel.name} - ${context.site.name}`,
    url,
    feedUrl: `${url}rss.xml`,
    description: channel.description || channel.name,
    updatedAt: cards[0]?.sortAt.toISOString() ?? null,
    items: cards.map((card) => {
      const entry = entryOf(request, card)
      // A feed has nothing but words: what no longer holds says so beside its title.
      const title = entry.validity?.tone === 'plain' ? `${entry.title}（${entry.validity.text}）` : entry.title
      return { ...entry, title, url: new URL(entry.url, context.origin).href }
    }),
  })
}
