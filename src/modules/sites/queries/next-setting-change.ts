import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { lineageOf } from '../rules.ts'

/** The next instant at which a setting along the tree begins or ends by its dates alone; null when none is put down for later. */
export async function nextSettingChange(view: View, path: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(at) AS at FROM sites.site s JOIN sites.setting t ON t.site_id = s.id,
      LATERAL (VALUES (t.valid_from), (nullif(t.valid_to, 'infinity'))) AS v(at)
    WHERE s.path = ANY (${lineageOf(path)}::text[]) AND v.at > ${view.now}
  `.execute(view.db)
  return rows[0]?.at ?? null
}
