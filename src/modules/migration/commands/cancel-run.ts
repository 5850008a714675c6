import type { Input } from '../../../kernel/contract.ts'
import { wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { getRun } from '../queries/get-run.ts'
import { endRun } from './end-run.ts'

/** Stop after the batch that is being committed. */
export async function cancelRun(work: Work, { params }: Input<typeof contract.cancelRun>) {
  const run = await getRun(work, { params })
  if (!(await endRun(work, run.id, { state: 'cancelled' }))) throw wrongState('import-state', { state: run.state })
  return getRun(work, { params })
}

/** Go on after the last committed line. */
export async function resumeRun(work: Work, { params }: Input<typeof contract.resumeRun>) {
  const run = await getRun(work, { params })
  const row = await work.db
    .updateTable('migration.run')
    .set({ state: 'waiting', failure: '', ended_at: null })
    .where('id', '=', run.id)
    .where('state', 'in', ['failed', 'cancelled'])
    .where('blob', 'is not', null)
    .returning('site_id')
    .executeTakeFirst()
  if (!row) throw wrongState('import-state', { state: run.state })
  work.enqueue({ name: 'migration.run', payload: { runId: run.id }, key: `migration.run ${run.id}` })
  work.record({
    action: 'import.resume',
    target: { kind: 'import', id: run.id, label: run.fileName },
    siteId: row.site_id,
    after: { lineDone: run.lineDone },
  })
  return getRun(work, { params })
}
