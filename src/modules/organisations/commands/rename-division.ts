import type { Input, Reply } from '../../../kernel/contract.ts'
import { versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { renameDivision as contract } from '../contract.ts'
import { getDivision } from '../queries/get-division.ts'
import { lockDivision } from './lock-division.ts'

/** Puts a wrong name right. A new name by decision is a replacement, which keeps the old one on record. */
export async function renameDivision(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Reply<typeof contract>> {
  const row = await lockDivision(work, params.id)
  if (row.version !== body.expectedVersion) throw versionConflict(row.version)
  if (row.name === body.name) return getDivision(work, { params })
  await work.db
    .updateTable('organisations.division')
    .set({ name: body.name, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
  work.record({
    action: 'division.rename',
    target: { kind: 'division', id: row.id, label: body.name },
    before: { name: row.name },
    after: { name: body.name },
  })
  return getDivision(work, { params })
}
