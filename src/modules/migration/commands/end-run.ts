import type { Work } from '../../../kernel/work.ts'
import type { State } from '../tables.ts'

const acts = { done: 'import.finish', failed: 'import.fail', cancelled: 'import.cancel' } as const

/** Close a run that is open; says whether it still was. */
export async function endRun(
  work: Work,
  runId: string,
  end: { state: Extract<State, 'done' | 'failed' | 'cancelled'>; failure?: string },
): Promise<boolean> {
  const row = await work.db
    .updateTable('migration.run')
    .set({ state: end.state, failure: end.failure ?? '', ended_at: work.now })
    .where('id', '=', runId)
    .where('state', 'in', ['waiting', 'running'])
    .returning(['site_id', 'file_name', 'read', 'imported', 'updated', 'unchanged', 'rejected'])
    .executeTakeFirst()
  if (!row) return false
  const { site_id: siteId, file_name: label, ...counts } = row
  work.record({
    action: acts[end.state],
    target: { kind: 'import', id: runId, label },
    siteId,
    after: { ...counts, ...(end.failure ? { failure: end.failure } : {}) },
  })
  return true
}
