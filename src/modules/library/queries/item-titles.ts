import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** The newest released title of items, by id; of what was erased for privacy there is none. */
export async function itemTitles(view: View, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; title: string }>`
    SELECT i.id, v.title FROM library.item i CROSS JOIN LATERAL (
      SELECT title FROM library.version WHERE item_id = i.id ORDER BY version DESC LIMIT 1) v
    WHERE i.id = ANY (${[...ids]}::uuid[]) AND i.state <> 'erased'`.execute(view.db)
  return new Map(rows.map((row) => [row.id, row.title]))
}
