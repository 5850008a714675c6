import type { Work } from '../../../kernel/work.ts'
import type { BatchRow, LoadedBatch } from './load-batch.ts'

type Act = 'create' | 'rename' | 'delete' | 'add' | 'remove' | 'release' | 'cancel' | 'undo'

/** Write a change of a batch: next version, and one audit row. */
export async function changeBatch(
  work: Work,
  batch: LoadedBatch,
  options: { act: Act; change?: Partial<BatchRow>; after?: Record<string, unknown> },
): Promise<void> {
  const { act, change = {}, after = {} } = options
  await work.db
    .updateTable('content.batch')
    .set({ ...change, updated_at: work.now, version: batch.version + 1 })
    .where('id', '=', batch.id)
    .execute()
  recordBatch(work, batch, { act, after: { ...change, ...after } })
}

export function recordBatch(
  work: Work,
  batch: Pick<LoadedBatch, 'id' | 'name' | 'site_id' | 'site_owner_id'>,
  { act, after }: { act: Act; after: Record<string, unknown> },
): void {
  work.record({
    action: `batch.${act}`,
    target: { kind: 'batch', id: batch.id, label: batch.name },
    organisationId: batch.site_owner_id,
    siteId: batch.site_id,
    after,
  })
}
