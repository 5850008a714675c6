import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { judgeAll, judgeEntry } from './judge-entry.ts'
import { entriesOf, findBatch } from './load-batch.ts'

/** What would keep a batch from being released; reads and nothing else. */
export async function checkBatch(
  view: View,
  { params, query }: Input<typeof contract.checkBatch>,
): Promise<z.input<typeof contract.checkBatch.reply>> {
  const batch = await findBatch(view, params.id)
  const entries = await entriesOf(view, batch.id)
  const asked = query.at === undefined ? null : new Date(query.at)
  const at = asked && asked > view.now ? asked : null
  const { faults } = await judgeAll(view, entries, (entry) => judgeEntry(view, entry, at))
  return { checked: entries.length, faults }
}
