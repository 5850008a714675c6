import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { getDivision as contract } from '../contract.ts'
import { type DivisionRecord, presentDivision } from '../presenters.ts'

/** A division, where it lies, what it came from and what became of it. */
export async function getDivision(
  view: View,
  { params }: Pick<Input<typeof contract>, 'params'>,
): Promise<Reply<typeof contract>> {
  const row = await view.db
    .selectFrom('organisations.division')
    .selectAll()
    .where('id', '=', params.id)
    .executeTakeFirst()
  if (!row) throw notFound('division')
  const { rows: line } = await sql<{ id: string; name: string; level: number }>`
    WITH RECURSIVE up AS (
      SELECT id, name, level, parent_id FROM organisations.division WHERE id = ${row.parent_id}::uuid
      UNION ALL
      SELECT d.id, d.name, d.level, d.parent_id FROM organisations.division d JOIN up ON d.id = up.parent_id
    )
    SELECT id, name, level FROM up ORDER BY level`.execute(view.db)
  const related = async (mine: 'division_id' | 'predecessor_id', theirs: 'division_id' | 'predecessor_id') => {
    const { rows } = await sql<DivisionRecord>`
      SELECT d.* FROM organisations.division_predecessor p JOIN organisations.division d ON d.id = p.${sql.ref(theirs)}
      WHERE p.${sql.ref(mine)} = ${row.id} ORDER BY d.code, d.valid_from`.execute(view.db)
    return rows.map(presentDivision)
  }
  return {
    ...presentDivision(row),
    line,
    predecessors: await related('division_id', 'predecessor_id'),
    successors: await related('predecessor_id', 'division_id'),
  }
}
