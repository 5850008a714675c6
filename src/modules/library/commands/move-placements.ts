import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'

const BATCH = 1000

export type Move = { channelId: string; to: { channelId: string; siteId: string; channelPath: string } }

/**
 * Give the placements of a channel their addresses below another channel, or below the same one under its new address.
 * Old addresses become redirects. What stands below the other channel already, now or by schedule, goes on standing there once.
 * One batch; true when there is more to do.
 */
export async function movePlacements(work: Work, { channelId, to }: Move): Promise<boolean> {
  const prefix = `/${to.channelPath}/`
  const { rows } = await sql<{ item_id: string }>`
    WITH chosen AS (
      SELECT id, prefix.path AS new_path, p.valid_to AS until FROM library.placement p,
        LATERAL (SELECT ${prefix}::text || substring(p.path FROM '[^/]+/[^/]+$') AS path) prefix
      WHERE p.channel_id = ${channelId} AND p.valid_to > greatest(${work.now}, p.valid_from)
        AND (p.channel_id <> ${to.channelId} OR p.path <> prefix.path)
      ORDER BY p.id LIMIT ${BATCH} FOR UPDATE OF p
    ), closed AS (
      UPDATE library.placement p SET valid_to = greatest(${work.now}, p.valid_from)
      FROM chosen c WHERE p.id = c.id RETURNING p.*, c.new_path, c.until
    ), placed AS (
    INSERT INTO library.placement (id, item_id, site_id, channel_id, path, is_primary, is_pinned, sort_at, visible_from,
      visible_until, valid_from, valid_to, is_scheduled)
    SELECT gen_random_uuid(), item_id, ${to.siteId}, ${to.channelId}, new_path, is_primary, is_pinned, sort_at, visible_from,
      visible_until, valid_to, until, is_scheduled FROM closed c
    WHERE NOT EXISTS (
      SELECT 1 FROM library.placement b WHERE b.item_id = c.item_id AND b.channel_id = ${to.channelId}
        AND b.id NOT IN (SELECT id FROM chosen) AND b.valid_from < c.until AND b.valid_to > greatest(c.valid_to, b.valid_from))
    ON CONFLICT (item_id, channel_id) WHERE valid_to = 'infinity' DO NOTHING
    )
    SELECT item_id FROM closed
  `.execute(work.db)
  const itemIds = rows.map((row) => row.item_id)
  if (itemIds.length === 0) return false
  await sql`
    INSERT INTO library.path (site_id, path, item_id, kind, since)
    SELECT DISTINCT site_id, path, item_id, 'item', ${work.now}::timestamptz FROM library.placement
    WHERE item_id = ANY (${itemIds}::uuid[]) AND channel_id = ${to.channelId} AND valid_to > greatest(${work.now}, valid_from)
    ON CONFLICT (site_id, path) DO UPDATE SET kind = 'item', redirect_to = NULL, since = ${work.now}
      WHERE library.path.item_id = excluded.item_id
  `.execute(work.db)
  await sql`
    UPDATE library.path o SET kind = 'redirect', redirect_to = n.site_id || ':' || n.path, since = ${work.now}
    FROM library.placement n
    WHERE n.item_id = ANY (${itemIds}::uuid[]) AND n.channel_id = ${to.channelId} AND n.valid_to > greatest(${work.now}, n.valid_from)
      AND o.item_id = n.item_id AND (o.site_id, o.path) <> (n.site_id, n.path) AND o.kind = 'item'
      AND NOT EXISTS (
        SELECT 1 FROM library.placement live WHERE live.item_id = o.item_id AND live.valid_to > greatest(${work.now}, live.valid_from)
          AND live.site_id = o.site_id AND live.path = o.path)
  `.execute(work.db)
  return itemIds.length === BATCH
}
