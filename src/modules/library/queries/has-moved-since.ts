import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** Were the places of an item changed after an instant by anything but what took effect then? */
export async function hasMovedSince(view: View, itemId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM library.placement WHERE item_id = ${itemId} AND valid_from < valid_to
      AND (valid_from > ${at} OR valid_to > ${at} AND valid_to < 'infinity') LIMIT 1
  `.execute(view.db)
  return rows.length > 0
}
