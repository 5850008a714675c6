import type { ItemCard } from '../modules/library/index.ts'
import type { DocumentEntry, Link } from './model.ts'
import type { PageRequest } from './page-request.ts'
import { channelUrl, homeUrlOf, type SiteContext, siteUrl } from './site-context.ts'
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

/** Where each of these items stands: those of other sites on their own. */
export async function linkTo(
  { context, reader }: PageRequest,
  cards: readonly ItemCard[],
): Promise<(card: ItemCard) => Link> {
  const sites = await reader.sitesByIds([...new Set(cards.map((card) => card.siteId))])
  return (card) => {
    const site = sites.get(card.siteId)
    const isHere = card.siteId === context.site.id || !site
    return {
      title: card.title,
      url: isHere ? entryUrl(context, card) : siteUrl(context, site).slice(0, -1) + card.path,
    }
  }
}

/** An entry of any list. Documents carry number, date and validity; articles leave them null. */
export function entryOf({ context, reader }: PageRequest, card: ItemCard, interpretations: Link[] = []): DocumentEntry {
  return {
    title: card.title,
    url: entryUrl(context, card),
    publishedAt: card.sortAt.toISOString(),
    summary: card.summary === '' ? null : card.summary,
    source: null,
    documentNumber: textIn(card.metadata, 'documentNumber'),
    formedOn: textIn(card.metadata, 'formedOn'),
    // Anything may be repealed; only documents say that they hold.
    validity: card.kind === 'official_document' || card.repealedOn !== null ? validityOf(card, reader) : null,
    interpretations,
  }
}

/** More explain a document than a list has room for; its own page names them all. */
const MOST_INTERPRETATIONS = 2

/** The same, where documents may stand among them: each with what explains it. */
export async function documentEntries(request: PageRequest, cards: readonly ItemCard[]): Promise<DocumentEntry[]> {
  const documents = cards.filter((card) => card.kind === 'official_document').map((card) => card.itemId)
  if (documents.length === 0) return cards.map((card) => entryOf(request, card))
  const explained = await request.reader.interpretations(documents)
  const shown = new Map([...explained].map(([about, some]) => [about, some.slice(0, MOST_INTERPRETATIONS)]))
  const link = await linkTo(request, [...shown.values()].flat())
  return cards.map((card) => entryOf(request, card, shown.get(card.itemId)?.map(link)))
}
