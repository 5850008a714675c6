import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { linkCards, type ItemCard } from './read-items.ts'

/** How far back a piece of a title or number is looked for: cost follows this, not the size of the site. */
const DEPTH = 5_000

/** The newest items that show on a site now, those first whose title or document number holds the text. */
export async function findLatest(
  view: View,
  { siteId, text, limit }: { siteId: string; text: string; limit: number },
): Promise<ItemCard[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT p.item_id AS id FROM (
      SELECT p.item_id, p.sort_at FROM library.placement p
      WHERE p.site_id = ${siteId} AND p.valid_from <= ${view.now} AND p.valid_to > ${view.now}
        AND p.visible_from <= ${view.now} AND p.visible_until > ${view.now}
      ORDER BY p.sort_at DESC LIMIT ${DEPTH}
    ) p JOIN library.version v ON v.item_id = p.item_id AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
    WHERE position(lower(${text}) IN lower(v.title)) > 0 OR position(${text} IN v.metadata->>'documentNumber') > 0
    GROUP BY p.item_id ORDER BY max(p.sort_at) DESC LIMIT ${limit}
  `.execute(view.db)
  const order = rows.map((row) => row.id)
  const cards = await linkCards(view, order)
  return cards.toSorted((a, b) => order.indexOf(a.itemId) - order.indexOf(b.itemId))
}
