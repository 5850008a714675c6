import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { findLatest, findPath, type ItemCard, linkCards } from '../../library/index.ts'
import { channelsById, resolveSite, sitesByIds } from '../../sites/index.ts'
import type * as contract from '../contract.ts'

const MOST = 20
/** A reader's choices do not belong to the address of a page. */
const ADDRESS = /^(?:(?:https?:)?\/\/)?([^/:?#]+)(?::\d+)?(\/[^?#]*)?/i

/** What is released and shows now: one item, what is behind an address, or the newest of a site by a piece of title or number. */
export async function findReleased(
  view: View,
  { query }: Input<typeof contract.findReleased>,
): Promise<z.input<typeof contract.findReleased.reply>> {
  const cards = await cardsFor(view, query)
  const sites = await sitesByIds(
    view,
    cards.map((card) => card.siteId),
  )
  const channels = await channelsById(
    view,
    cards.map((card) => card.channelId),
  )
  return cards.map((card) => {
    const site = sites.get(card.siteId)
    return {
      itemId: card.itemId,
      kind: card.kind,
      title: card.title,
      summary: card.summary,
      siteName: site?.name ?? '',
      channelName: channels.get(card.channelId)?.name ?? '',
      host: site?.host ?? '',
      path: `${site?.basePath ?? ''}${card.path}`,
      firstReleasedAt: card.firstReleasedAt.toISOString(),
    }
  })
}

async function cardsFor(view: View, query: Input<typeof contract.findReleased>['query']): Promise<ItemCard[]> {
  if (query.itemId) return linkCards(view, [query.itemId])
  return query.url ? behindAddress(view, query.url) : onSite(view, query)
}

async function behindAddress(view: View, url: string): Promise<ItemCard[]> {
  const [, host, path = '/'] = ADDRESS.exec(url.trim()) ?? []
  if (!host) return []
  const found = await resolveSite(view, host, decoded(path))
  if (!found) return []
  const place = await findPath(view, found.site.id, found.rest)
  return place?.kind === 'gone' || !place ? [] : linkCards(view, [place.itemId])
}

async function onSite(
  view: View,
  query: { siteId?: string | undefined; text?: string | undefined },
): Promise<ItemCard[]> {
  if (!query.siteId) return []
  return findLatest(view, { siteId: query.siteId, text: query.text ?? '', limit: MOST })
}

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
