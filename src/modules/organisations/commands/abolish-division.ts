import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { Problem, versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { abolishDivision as contract } from '../contract.ts'
import { getDivision } from '../queries/get-division.ts'
import { lockDivision } from './lock-division.ts'

export async function abolishDivision(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Reply<typeof contract>> {
  const row = await lockDivision(work, params.id)
  if (row.version !== body.expectedVersion) throw versionConflict(row.version)
  if (body.on <= row.valid_from) throw new Problem('division-date', 422, { from: row.valid_from })
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM organisations.division WHERE parent_id = ${row.id} AND valid_until IS NULL`.execute(
    work.db,
  )
  const count = rows[0]?.count ?? 0
  if (count > 0) throw new Problem('division-has-children', 409, { count })
  await work.db
    .updateTable('organisations.division')
    .set({ valid_until: body.on, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
  work.record({
    action: 'division.abolish',
    target: { kind: 'division', id: row.id, label: row.name },
    after: { validUntil: body.on },
  })
  return getDivision(work, { params })
}
