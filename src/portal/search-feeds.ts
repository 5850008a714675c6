import type { SearchAnswer, Suggestion } from '../modules/search/index.ts'
import type { PageRequest } from './page-request.ts'
import { renderRss } from './render-feeds.ts'
import { escapeXml } from './render-escape.ts'
import type { Ask } from './search-ask.ts'
import { addressOf as cardAddress, entriesOf } from './search-entries.ts'
import { addressOf } from './search-filters.ts'

type Way = Pick<PageRequest, 'context' | 'reader'>

/** A saved search as RSS: what a reader would see on the first page, for their feed reader. */
export async function searchRss(way: Way, ask: Ask, answer: SearchAnswer): Promise<string> {
  const { context } = way
  const action = `${context.frame.homeUrl}search/`
  const entries = await entriesOf(way, answer.hits, 0)
  const absolute = (url: string) => new URL(url, context.origin).href
  return renderRss({
    title: `${ask.text} - 搜索 - ${context.site.name}`,
    url: absolute(addressOf(action)(ask)),
    feedUrl: absolute(addressOf(`${action}feed.xml`)(ask)),
    description: `“${ask.text}”的搜索结果`,
    updatedAt: entries.reduce<string | null>((latest, { at }) => (latest && at && latest > at ? latest : at), null),
    items: entries
      .filter(({ url, at }) => url !== '' && at !== null)
      .map(({ title, url, snippet, site, at }) => ({
        title: textOf(title),
        url: absolute(url),
        summary: textOf(snippet) || null,
        source: site?.title ?? null,
        publishedAt: at ?? '',
      })),
  })
}

export const textOf = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('')

/** ShortName has room for sixteen characters. */
const MOST_NAME = 16

/** The OpenSearch description by which a browser adds the site's search to its own. */
export function openSearchDescription({ context }: Pick<PageRequest, 'context'>): string {
  const { site, frame, origin } = context
  const at = (rest: string) => escapeXml(`${origin}${frame.homeUrl}search/${rest}`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
    `<ShortName>${escapeXml(Array.from(site.shortName).slice(0, MOST_NAME).join(''))}</ShortName>`,
    `<Description>${escapeXml(`搜索${site.name}和全平台的事项、文件、部门`)}</Description>`,
    '<InputEncoding>UTF-8</InputEncoding><Language>zh-cn</Language>',
    `<Url type="text/html" template="${at('?q={searchTerms}&p={startPage?}')}"/>`,
    `<Url type="application/rss+xml" template="${at('feed.xml?q={searchTerms}')}"/>`,
    `<Url type="application/x-suggestions+json" template="${at('suggest?q={searchTerms}&as=list')}"/>`,
    '</OpenSearchDescription>',
  ].join('\n')
}

export type ShownSuggestion = { text: string; kind: Suggestion['kind'] | 'hot' | 'channel'; url: string | null }

/** Suggestions with the addresses to go to at once; words are searched for. What must not be shown is left out. */
export async function shownSuggestions(
  { context, reader }: Way,
  suggestions: readonly Suggestion[],
): Promise<ShownSuggestion[]> {
  const cards = suggestions.flatMap(({ card }) => card ?? [])
  const [sites, items] = await Promise.all([
    reader.sitesByIds([...new Set(cards.flatMap(({ siteId }) => siteId ?? []))]),
    reader.links([...new Set(cards.flatMap(({ itemId }) => itemId ?? []))]),
  ])
  const live = new Set(items.map(({ itemId }) => itemId))
  return suggestions.flatMap(({ text, kind, card }): ShownSuggestion[] => {
    if (!card) return [{ text, kind, url: null }]
    const site = card.siteId === null ? null : (sites.get(card.siteId) ?? null)
    const isGone = card.itemId !== undefined && !live.has(card.itemId)
    const isOpen = site === null || ['running', 'exceptional', 'closing'].includes(site.state)
    if (isGone || !isOpen) return []
    return [{ text, kind, url: cardAddress(context, { card, site, page: null }) || null }]
  })
}
