import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** Was the site on the register at that instant? */
export async function existedAt(view: View, siteId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM sites.site WHERE id = ${siteId} AND born_at <= ${at}`.execute(view.db)
  return rows.length > 0
}

/** Since when what is overwritten in sites and channels is kept. */
export async function historySince(view: View): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    SELECT min(kept_since) AS at FROM kernel.history WHERE schema_name = 'sites'`.execute(view.db)
  return rows[0]?.at ?? view.now
}
