import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { DivisionPlace } from './find-division.ts'

/** A division and every valid one below it, down to a level, parents before children: what a set-up is built from. */
export async function listDivisionsUnder(view: View, rootId: string, toLevel: number): Promise<DivisionPlace[]> {
  const { rows } = await sql<{ id: string; code: string; level: number; name: string; parent_id: string | null }>`
    WITH RECURSIVE below AS (
      SELECT id, code, level, name, parent_id FROM organisations.division WHERE id = ${rootId}
      UNION ALL
      SELECT d.id, d.code, d.level, d.name, d.parent_id FROM organisations.division d JOIN below b ON d.parent_id = b.id
      WHERE d.valid_until IS NULL AND d.level <= ${toLevel}
    )
    SELECT * FROM below ORDER BY level, code`.execute(view.db)
  return rows.map(({ parent_id: parentId, ...row }) => ({ ...row, parentId }))
}
