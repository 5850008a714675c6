import type { ItemCard } from '../modules/library/index.ts'
import type { DocumentEntry } from './model.ts'
import type { PageRequest } from './page-request.ts'
import { channelUrl, homeUrlOf, type SiteContext } from './site-context.ts'
import { textIn, validityOf } from './validity.ts'

/**
 * Address of an item on this site. Its own placements have their path; what a mounted channel brings is shown on this site
 * too, below the mounted channel's address.
 */
export function entryUrl(context: SiteContext, card: Pick<ItemCard, 'siteId' | 'channelId' | 'path'>): string {
  if (card.siteId === context.site.id) return homeUrlOf(context.site).slice(0, -1) + card.path
  const mount = context.tree.mountFor(card.channelId)
  return mount ? channelUrl(context, mount) + tailOf(card.path) : card.path
}

/** yyyymm/number.html: the part of an item's address that is the same under every channel. */
const tailOf = (path: string): string => path.split('/').slice(-2).join('/')

/** An entry of any list. Documents carry number, date and validity; articles leave them null. */
export function entryOf({ context, reader }: PageRequest, card: ItemCard): DocumentEntry {
  return {
    title: card.title,
    url: entryUrl(context, card),
    publishedAt: card.sortAt.toISOString(),
    summary: card.summary === '' ? null : card.summary,
    source: null,
    documentNumber: textIn(card.metadata, 'documentNumber'),
    formedOn: textIn(card.metadata, 'formedOn'),
    validity: card.kind === 'official_document' ? validityOf(card, reader) : null,
    interpretations: [],
  }
}
