import type { z } from 'zod'
import type { ListedPage, ReceiptCard, ReceiptDetail } from '../../kernel/receipts-read.ts'
import { ChangeKind, type PageLink, type Receipt } from './contract-parts.ts'

export function presentReceipt(card: ReceiptCard): z.input<typeof Receipt> {
  const { number, kind, pages, sites, isBulk, begunAt, tookMs, state, progress, failed, isCancelWanted } = card
  return {
    number,
    kind: ChangeKind.parse(kind),
    pages,
    sites,
    isBulk,
    begunAt: begunAt.toISOString(),
    tookMs,
    state,
    progress,
    failed,
    isCancelWanted,
  }
}

type Named = ReadonlyMap<string, { name: string }>

export const presentReceiptDetail = (detail: ReceiptDetail, sites: Named) => ({
  ...presentReceipt(detail),
  list: presentPages(detail.sample, sites),
})

/** Each address once: a reader's choices (large type, high contrast) make pages of their own at the same address. */
export function presentPages(pages: readonly ListedPage[], sites: Named): z.input<typeof PageLink>[] {
  const byAddress = new Map(pages.map(([siteId, address]) => [address, siteId]))
  return [...byAddress].map(([address, siteId]) => ({
    siteId,
    siteName: sites.get(siteId)?.name ?? '',
    url: encodeURI(address),
  }))
}
