import type { z } from 'zod'
import { mayAnywhere } from '../../../kernel/actor.ts'
import type { Input } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import { findReceipt, listReceipts, type ReceiptCard } from '../../../kernel/receipts-read.ts'
import type { View } from '../../../kernel/work.ts'
import { sitesByIds } from '../../sites/index.ts'
import { CHANGE_KINDS } from '../change-kinds.ts'
import type * as contract from '../contract.ts'
import { mayCancelOn, type Watched } from '../policies.ts'
import { presentReceipt, presentReceiptDetail } from '../presenters.ts'
import { itemTitles } from './item-titles.ts'
import { watchedSites } from './watched-sites.ts'

const COUNT_TO = 10_000
const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

/** What changes did to kept pages; whoever watches over a few sites sees the changes that touched one of them. */
export async function listPageChanges(
  view: View,
  { query }: Pick<Input<typeof contract.listPageChanges>, 'query'>,
): Promise<z.input<typeof contract.listPageChanges.reply>> {
  const { page, pageSize, kind, isBulk, isRunning, siteId } = query
  const watched = await watchedSites(view, 'pages.watch')
  const siteIds = siteId === undefined ? watched : [siteId].filter((id) => watched === null || watched.has(id))
  const { receipts, total } = await listReceipts(
    view,
    {
      rules: CHANGE_KINDS,
      kind,
      isBulk,
      isOpen: isRunning,
      from: instant(query.from),
      until: instant(query.until),
      siteIds: siteIds === null ? null : [...siteIds],
    },
    { limit: pageSize, offset: (page - 1) * pageSize, countTo: COUNT_TO + 1 },
  )
  const stoppable = await watchedSites(view, 'pages.cancel')
  const items = await present(view, receipts, { watched, stoppable })
  return { items, total: Math.min(total, COUNT_TO), isCapped: total > COUNT_TO, page, pageSize }
}

export async function getPageChange(
  view: View,
  { params }: Pick<Input<typeof contract.getPageChange>, 'params'>,
): Promise<z.input<typeof contract.getPageChange.reply>> {
  const found = await findReceipt(view, params.number, CHANGE_KINDS)
  const watched = await watchedSites(view, 'pages.watch')
  const sample = found?.sample.filter(([site]) => watched === null || watched.has(site)) ?? []
  if (!found || sample.length === 0) throw notFound('page-change')
  const stoppable = await watchedSites(view, 'pages.cancel')
  const [card] = await present(view, [found], { watched, stoppable })
  if (!card) throw notFound('page-change')
  const sites = await sitesByIds(view, [...new Set(sample.map(([site]) => site))].filter(Boolean))
  return { ...presentReceiptDetail({ ...found, sample }, sites), ...card }
}

type Reach = { watched: Watched; stoppable: Watched }

async function present(view: View, receipts: readonly ReceiptCard[], { watched, stoppable }: Reach) {
  const siteOf = ({ listed }: ReceiptCard) => listed.find((site) => site !== '' && (watched?.has(site) ?? true)) ?? ''
  const subjects = receipts.flatMap((receipt) => receipt.subjects.slice(0, 1))
  const titles = await itemTitles(view, subjects)
  const sites = await sitesByIds(view, [...new Set(receipts.map(siteOf))].filter(Boolean))
  const mayStop = mayAnywhere(view.actor, 'pages.cancel')
  return receipts.map((receipt) => ({
    ...presentReceipt(receipt),
    title: titles.get(receipt.subjects[0] ?? '') ?? '',
    items: receipt.subjects.length,
    siteName: sites.get(siteOf(receipt))?.name ?? '',
    mayCancel: mayStop && receipt.isBulk && receipt.state === 'running' && mayCancelOn(stoppable, receipt),
  }))
}
