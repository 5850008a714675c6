import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

export const earlier = (a: Date | null, b: Date | null): Date | null => (a && b ? (a < b ? a : b) : (a ?? b))

/** The next instant at which something in these channels that readers see already is changed or taken down, as planned. */
export async function nextCutOfChannels(view: View, channelIds: readonly string[]): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(at) AS at FROM unnest(${channelIds}::uuid[]) AS c(id) CROSS JOIN LATERAL (
      (SELECT p.valid_from AS at FROM library.placement p
        WHERE p.channel_id = c.id AND p.is_scheduled AND p.valid_from > ${view.now} AND p.valid_from < p.valid_to
        ORDER BY p.valid_from LIMIT 1)
      UNION ALL
      (SELECT p.valid_to FROM library.placement p
        WHERE p.channel_id = c.id AND p.is_scheduled AND p.valid_to < 'infinity' AND p.valid_to > ${view.now}
          AND p.valid_from < p.valid_to
        ORDER BY p.valid_to LIMIT 1)
    ) cut
  `.execute(view.db)
  return rows[0]?.at ?? null
}

/** The same for one item, and for what it replaces. */
export async function nextCutOfItem(view: View, itemId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(at) AS at FROM (
      SELECT v.at FROM library.placement p,
        LATERAL (VALUES (p.valid_from), (p.valid_to), (p.visible_from), (p.visible_until)) AS v(at)
      WHERE p.item_id = ${itemId} AND p.is_scheduled AND p.valid_from < p.valid_to AND p.valid_to > ${view.now}
      UNION ALL
      SELECT repealed_at FROM library.item WHERE successor_item_id = ${itemId}
    ) cut WHERE at > ${view.now} AND at < 'infinity'
  `.execute(view.db)
  return rows[0]?.at ?? null
}

/** Were the places of an item changed after an instant by anything but what took effect then? */
export async function hasMovedSince(view: View, itemId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM library.placement WHERE item_id = ${itemId} AND valid_from < valid_to
      AND (valid_from > ${at} OR valid_to > ${at} AND valid_to < 'infinity') LIMIT 1
  `.execute(view.db)
  return rows.length > 0
}
