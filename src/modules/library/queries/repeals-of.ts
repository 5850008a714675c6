import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** Which of these items stand marked as repealed, or are to be, with the instant, by their id. */
export async function repealsOf(view: View, itemIds: readonly string[]): Promise<Map<string, Date>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; repealed_at: Date }>`
    SELECT id, repealed_at FROM library.item
    WHERE id = ANY (${[...itemIds]}::uuid[]) AND state = 'live' AND repealed_at IS NOT NULL`.execute(view.db)
  return new Map(rows.map((row) => [row.id, row.repealed_at]))
}
