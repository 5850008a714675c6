import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** Path of the organisation that answers for a division: that of the division itself or of the nearest one above. */
export async function findDivisionKeeper(view: View, divisionId: string | null): Promise<string> {
  const { rows } = await sql<{ path: string }>`
    WITH RECURSIVE up AS (
      SELECT id, parent_id, 0 AS height FROM organisations.division WHERE id = ${divisionId}::uuid
      UNION ALL
      SELECT d.id, d.parent_id, up.height + 1 FROM organisations.division d JOIN up ON d.id = up.parent_id
    )
    SELECT o.path FROM up JOIN organisations.organisation o ON o.division_id = up.id AND o.abolished_on IS NULL
    ORDER BY up.height, (o.kind = 'government') DESC, length(o.path) LIMIT 1`.execute(view.db)
  // Nobody's: only the platform itself may touch it.
  return rows[0]?.path ?? ''
}
