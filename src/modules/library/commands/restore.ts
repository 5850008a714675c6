import { sql } from 'kysely'
import { notFound, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { itemsReleased } from '../events.ts'
import { nextInstant } from '../rules.ts'
import { dropPending, findPending } from './pending.ts'

type Locked = { id: string; state: string; first_released_at: Date | number; valid_from: Date }

async function lockItem(work: Work, itemId: string): Promise<Locked> {
  const { rows } = await sql<Locked>`
    SELECT i.id, i.state, i.first_released_at, v.valid_from FROM library.item i
    JOIN library.version v ON v.item_id = i.id AND v.valid_to = 'infinity' WHERE i.id = ${itemId} FOR UPDATE OF i
  `.execute(work.db)
  const [item] = rows
  if (!item) throw notFound('item')
  if (item.state === 'erased') throw wrongState('item-erased')
  return item
}

/**
 * What was to happen to an item at an instant to come does not: a correction, a withdrawal, or a publication that nobody has
 * seen yet. Nothing of it ever stood. Refused where nothing lies ahead.
 */
export async function callOff(work: Work, itemId: string): Promise<void> {
  await lockItem(work, itemId)
  const pending = await findPending(work, itemId)
  if (pending) await dropPending(work, [pending])
  else await takeBackUnseen(work, itemId)
  await tell(work, itemId)
}

async function takeBackUnseen(work: Work, itemId: string): Promise<void> {
  const { rows } = await sql<{ visible_from: Date }>`
    UPDATE library.placement SET valid_to = greatest(${work.now}, valid_from)
    WHERE item_id = ${itemId} AND valid_to = 'infinity' AND visible_from > ${work.now} RETURNING visible_from
  `.execute(work.db)
  if (rows.length === 0) throw wrongState('nothing-ahead')
  // Where it had been taken down before, its addresses say so again.
  await sql`
    UPDATE library.path t SET kind = b.kind, redirect_to = b.redirect_to, reason = b.reason, since = ${work.now}
    FROM library.path_before b WHERE b.item_id = ${itemId} AND b.site_id = t.site_id AND b.path = t.path AND b.until = t.since
      AND t.kind = 'item' AND b.kind <> 'item'
  `.execute(work.db)
  await sql`
    UPDATE library.item SET state = CASE WHEN withdrawn_at IS NULL THEN state ELSE 'withdrawn' END,
      first_released_at = CASE WHEN first_released_at > ${work.now} THEN 'infinity' ELSE first_released_at END
    WHERE id = ${itemId}
  `.execute(work.db)
  await sql`UPDATE library.file SET valid_to = ${work.now} WHERE item_id = ${itemId} AND valid_to = 'infinity'`.execute(
    work.db,
  )
}

/**
 * Bring an item back to how it stood at an earlier instant: text, places, addresses. The earlier text stands again under its
 * own number, and pages are what they were, to the byte.
 */
export async function restore(work: Work, { itemId, asOf }: { itemId: string; asOf: Date }): Promise<void> {
  const item = await lockItem(work, itemId)
  const pending = await findPending(work, itemId)
  if (pending) await dropPending(work, [pending])
  await restoreText(work, item, asOf)
  await restorePlacements(work, itemId, asOf)
  await restorePaths(work, itemId, asOf)
  await sql`
    UPDATE library.file SET valid_to = CASE WHEN valid_from <= ${asOf} AND valid_to > ${asOf} THEN 'infinity'::timestamptz
      ELSE least(valid_to, greatest(${work.now}, valid_from)) END
    WHERE item_id = ${itemId}
  `.execute(work.db)
  await restoreState(work, itemId, asOf)
  await tell(work, itemId)
}

async function restoreText(work: Work, item: Locked, asOf: Date): Promise<void> {
  const at = nextInstant(work.now, item.valid_from)
  const earlier = sql`library.version v WHERE v.item_id = ${item.id} AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf}
    AND v.valid_to < 'infinity'`
  const { rows } = await sql<{ version: number; top: number }>`
    SELECT v.version, (SELECT max(version) FROM library.version n WHERE n.item_id = v.item_id) AS top FROM ${earlier}
  `.execute(work.db)
  const [found] = rows
  if (!found) return
  await sql`UPDATE library.version SET valid_to = ${at} WHERE item_id = ${item.id} AND valid_to = 'infinity'`.execute(
    work.db,
  )
  await sql`
    INSERT INTO library.version (item_id, version, valid_from, title, subtitle, summary, body, source, author, editor, keywords,
      cover, files, origin, metadata, digest, released_by, repeats)
    SELECT item_id, ${found.top + 1}, ${at}, title, subtitle, summary, body, source, author, editor, keywords, cover, files,
      origin, metadata, digest, ${work.actor.name}, coalesce(repeats, version) FROM ${earlier}
  `.execute(work.db)
}

async function restorePlacements(work: Work, itemId: string, asOf: Date): Promise<void> {
  const stood = await sql`
    SELECT 1 FROM library.placement WHERE item_id = ${itemId} AND valid_from <= ${asOf} AND valid_to > ${asOf} LIMIT 1
  `.execute(work.db)
  if (stood.rows.length === 0) throw wrongState('nothing-stood')
  await sql`
    UPDATE library.placement SET valid_to = greatest(${work.now}, valid_from)
    WHERE item_id = ${itemId} AND valid_to = 'infinity' AND valid_from > ${asOf}
  `.execute(work.db)
  await sql`
    INSERT INTO library.placement (id, item_id, site_id, channel_id, path, is_primary, is_pinned, sort_at, visible_from,
      visible_until, valid_from)
    SELECT gen_random_uuid(), item_id, site_id, channel_id, path, is_primary, is_pinned, sort_at, visible_from, visible_until,
      ${work.now} FROM library.placement
    WHERE item_id = ${itemId} AND valid_from <= ${asOf} AND valid_to > ${asOf} AND valid_to < 'infinity'
  `.execute(work.db)
}

/** Addresses are what they were; one that did not exist then leads to the main address. */
async function restorePaths(work: Work, itemId: string, asOf: Date): Promise<void> {
  await sql`
    WITH main AS (
      SELECT site_id || ':' || path AS target FROM library.placement WHERE item_id = ${itemId} AND valid_to = 'infinity'
      ORDER BY is_primary DESC LIMIT 1
    ), was AS (
      SELECT t.site_id, t.path, b.kind, b.redirect_to, b.reason FROM library.path t
      JOIN library.path_before b ON b.site_id = t.site_id AND b.path = t.path AND b.since <= ${asOf} AND b.until > ${asOf}
      WHERE t.item_id = ${itemId}
      UNION ALL
      SELECT t.site_id, t.path, 'redirect', m.target, '' FROM library.path t JOIN main m ON true
      WHERE t.item_id = ${itemId} AND t.since > ${asOf} AND t.kind = 'item'
        AND NOT EXISTS (SELECT 1 FROM library.path_before b WHERE b.site_id = t.site_id AND b.path = t.path AND b.since <= ${asOf})
        AND NOT EXISTS (SELECT 1 FROM library.placement p WHERE p.item_id = t.item_id AND p.site_id = t.site_id
          AND p.path = t.path AND p.valid_to = 'infinity')
    )
    UPDATE library.path t SET kind = w.kind, redirect_to = w.redirect_to, reason = w.reason, since = ${work.now} FROM was w
    WHERE t.site_id = w.site_id AND t.path = w.path
      AND (t.kind, t.redirect_to, t.reason) IS DISTINCT FROM (w.kind, w.redirect_to, w.reason)
  `.execute(work.db)
}

async function restoreState(work: Work, itemId: string, asOf: Date): Promise<void> {
  await sql`
    UPDATE library.item SET repealed_on = NULL, repealed_at = NULL, withdrawal = NULL, successor_item_id = NULL
    WHERE id = ${itemId} AND repealed_at > ${asOf}
  `.execute(work.db)
  await sql`
    UPDATE library.item SET state = 'live', withdrawal = NULL, withdrawn_at = NULL, successor_item_id = NULL
    WHERE id = ${itemId} AND state = 'withdrawn'
  `.execute(work.db)
}

/** Whoever keeps pages looks again at those of this item. */
async function tell(work: Work, itemId: string): Promise<void> {
  const rows = await work.db
    .selectFrom('library.placement')
    .select(['site_id', 'channel_id'])
    .where('item_id', '=', itemId)
    .distinct()
    .execute()
  work.emit(
    itemsReleased({
      itemIds: [itemId],
      siteIds: [...new Set(rows.map((row) => row.site_id))],
      channelIds: [...new Set(rows.map((row) => row.channel_id))],
    }),
  )
}
