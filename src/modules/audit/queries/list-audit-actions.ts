import { sql } from 'kysely'
import type { Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { listAuditActions as contract } from '../contract.ts'

/** Hops along the index from one action to the next, so that millions of entries cost as many steps as there are actions. */
export async function listAuditActions(view: View): Promise<Reply<typeof contract>> {
  const { rows } = await sql<{ action: string }>`
    WITH RECURSIVE hop AS (
      (SELECT action FROM audit.entry ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT e.action FROM audit.entry e WHERE e.action > hop.action ORDER BY e.action LIMIT 1)
      FROM hop WHERE hop.action IS NOT NULL
    )
    SELECT action FROM hop WHERE action IS NOT NULL`.execute(view.db)
  return { items: rows }
}
