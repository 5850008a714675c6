import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { getOrganisationLine as contract } from '../contract.ts'

type Step = { id: string; name: string; shortName: string }

export async function getOrganisationLine(
  view: View,
  { params }: Pick<Input<typeof contract>, 'params'>,
): Promise<Reply<typeof contract>> {
  const line = await loadLine(view, params.id)
  if (line.length === 0) throw notFound('organisation')
  return { line }
}

/** From the root down to the organisation itself. */
export async function loadLine(view: View, id: string): Promise<Step[]> {
  const { rows } = await sql<{ id: string; name: string; short_name: string }>`
    WITH RECURSIVE up AS (
      SELECT id, name, short_name, parent_id, 0 AS height FROM organisations.organisation WHERE id = ${id}
      UNION ALL
      SELECT o.id, o.name, o.short_name, o.parent_id, up.height + 1
      FROM organisations.organisation o JOIN up ON o.id = up.parent_id
    )
    SELECT id, name, short_name FROM up ORDER BY height DESC`.execute(view.db)
  return rows.map((row) => ({ id: row.id, name: row.name, shortName: row.short_name }))
}
