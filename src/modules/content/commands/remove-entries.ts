import type { Input } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { ensureAct } from '../batch-rules.ts'
import type * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { getBatch } from '../queries/get-batch.ts'
import { changeBatch } from './change-batch.ts'
import { lockBatch } from './load-batch.ts'

/** Documents and settings stay as they are: only the plan loses them. */
export async function removeEntries(work: Work, { params, body }: Input<typeof contract.removeEntries>) {
  const batch = await lockBatch(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'edit', work.now)
  const removed = await work.db
    .deleteFrom('content.batch_entry')
    .where('batch_id', '=', batch.id)
    .where('id', 'in', body.entryIds)
    .returning(['kind', 'document_id as documentId', 'site_id as siteId', 'key'])
    .execute()
  if (removed.length > 0) await changeBatch(work, batch, { act: 'remove', after: { entries: removed } })
  return getBatch(work, { params })
}
