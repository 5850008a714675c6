import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { changeStanding } from '../../../kernel/receipts-read.ts'
import type { View } from '../../../kernel/work.ts'
import { receiptsOfItem } from '../../library/index.ts'
import { findDocument } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'

const MOST_RECEIPTS = 5

/** What the newest changes of a document's item did to the pages of the portals. */
export async function getReceipt(
  view: View,
  { params }: Input<typeof contract.getReceipt>,
): Promise<z.input<typeof contract.getReceipt.reply>> {
  const { item_id: itemId } = await findDocument(view, params.id)
  if (itemId === null) return { standing: 'never', changedAt: null, receipts: [] }
  const { standing, at } = await changeStanding(view, itemId)
  // Read after: whoever is told "touched" gets the receipt of that change.
  const receipts = await receiptsOfItem(view, itemId, MOST_RECEIPTS)
  return { standing, changedAt: at?.toISOString() ?? null, receipts }
}
