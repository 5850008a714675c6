import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { DivisionPlace } from './find-division.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const CODE = /^\d{2,12}$/

/** A division by its id, or the highest valid one by its code, with those above it, from the top down; empty: there is none. */
export async function findDivisionLine(view: View, key: string): Promise<DivisionPlace[]> {
  const isId = UUID.test(key)
  if (!isId && !CODE.test(key)) return []
  const start = isId ? sql`id = ${key}::uuid` : sql`code = ${key} AND valid_until IS NULL`
  const { rows } = await sql<{ id: string; code: string; level: number; name: string; parent_id: string | null }>`
    WITH RECURSIVE line AS (
      (SELECT id, code, level, name, parent_id FROM organisations.division WHERE ${start} ORDER BY level LIMIT 1)
      UNION ALL
      SELECT d.id, d.code, d.level, d.name, d.parent_id FROM organisations.division d JOIN line l ON d.id = l.parent_id
    )
    SELECT * FROM line ORDER BY level`.execute(view.db)
  return rows.map(({ parent_id: parentId, ...row }) => ({ ...row, parentId }))
}

/** The division in which an organisation works. */
export async function divisionOf(view: View, organisationId: string): Promise<string | null> {
  const row = await view.db
    .selectFrom('organisations.organisation')
    .select('division_id')
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return row?.division_id ?? null
}
