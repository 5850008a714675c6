import type { z } from 'zod'
import { receiptsOfSubject } from '../../../kernel/receipts-read.ts'
import type { View } from '../../../kernel/work.ts'
import { sitesByIds } from '../../sites/index.ts'
import { CHANGE_KINDS } from '../change-kinds.ts'
import type { ReceiptDetail } from '../contract-parts.ts'
import { presentReceiptDetail } from '../presenters.ts'

/** What the newest changes of an item did to kept pages, the newest first. */
export async function receiptsOfItem(
  view: View,
  itemId: string,
  limit: number,
): Promise<z.input<typeof ReceiptDetail>[]> {
  const receipts = await receiptsOfSubject(view, { subject: itemId, limit, rules: CHANGE_KINDS })
  const siteIds = new Set(receipts.flatMap(({ sample }) => sample.map(([site]) => site)))
  const sites = await sitesByIds(view, [...siteIds].filter(Boolean))
  return receipts.map((receipt) => presentReceiptDetail(receipt, sites))
}
