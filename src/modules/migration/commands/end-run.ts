import type { Work } from '../../../kernel/work.ts'
import type { Said } from '../reasons.ts'
import type { State } from '../tables.ts'

/** What is no fault of the file has no code. */
type Failure = { reason: string } & Partial<Said>

const acts = { done: 'import.finish', failed: 'import.fail', cancelled: 'import.cancel' } as const

/** Close a run that is open; says whether it still was. */
export async function endRun(
  work: Work,
  runId: string,
  end: { state: Extract<State, 'done' | 'failed' | 'cancelled'>; failure?: Failure },
): Promise<boolean> {
  const row = await work.db
    .updateTable('migration.run')
    .set({
      state: end.state,
      failure: end.failure?.reason ?? '',
      failure_said: saidOf(end.failure),
      ended_at: work.now,
    })
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
    after: { ...counts, ...(end.failure ? { failure: end.failure.reason } : {}) },
  })
  return true
}

function saidOf(failure: Failure | undefined): string | null {
  if (failure?.code === undefined) return null
  return JSON.stringify([{ code: failure.code, values: failure.values ?? {} }])
}
