import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** Where an item shows on a site at an instant, past or future: the address below the site's base, the main one first. */
export async function findAddressAt(
  view: View,
  { itemId, siteId, at }: { itemId: string; siteId: string; at: Date },
): Promise<string | null> {
  const { rows } = await sql<{ path: string }>`
    SELECT path FROM library.placement
    WHERE item_id = ${itemId} AND site_id = ${siteId} AND valid_from <= ${at} AND valid_to > ${at}
      AND visible_from <= ${at} AND visible_until > ${at}
    ORDER BY is_primary DESC, valid_from LIMIT 1`.execute(view.db)
  return rows[0]?.path ?? null
}
