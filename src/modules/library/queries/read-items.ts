import { sql } from 'kysely'
import type { Position } from '../../../kernel/changes.ts'
import { ask } from '../../../kernel/database.ts'
import type { View } from '../../../kernel/work.ts'
import type { Cover, ItemFile, Metadata, Origin, Withdrawal } from '../item.ts'

/** More than these at the top of a list and nothing is. */
const MOST_PINNED = 5

/** The day of repeal, from the instant on at which the item was marked. */
const repealedOn = (at: Date) => sql`CASE WHEN i.repealed_at > ${at} THEN NULL ELSE i.repealed_on END AS "repealedOn"`

/** What a list shows of an item. */
export type ItemCard = {
  itemId: string
  kind: string
  channelId: string
  siteId: string
  path: string
  title: string
  summary: string
  isPinned: boolean
  sortAt: Date
  firstReleasedAt: Date
  cover: Cover | null
  metadata: Metadata
  repealedOn: string | null
  /** When this entry goes or reads otherwise by the clock alone; null: never. */
  changesAt: Date | null
}

/** A piece of a list, the newest first: at most `limit` of what stands between two positions, both included. */
export type Stretch = { limit: number; offset?: number; from?: Position; to?: Position }
export type ListStretch = Stretch & { channelIds: readonly string[] }

const cardColumns = (at: Date) => sql`
  i.id AS "itemId", i.kind, p.channel_id AS "channelId", p.site_id AS "siteId", p.path, v.title, v.summary,
  p.is_pinned AS "isPinned", p.sort_at AS "sortAt", i.first_released_at AS "firstReleasedAt", v.cover, v.metadata,
  ${repealedOn(at)}, nullif(least(p.visible_until, p.valid_to, v.valid_to), 'infinity') AS "changesAt"`

/** A placement stands and shows at the instant of the view. */
const shows = (at: Date) =>
  sql`p.valid_from <= ${at} AND p.valid_to > ${at} AND p.visible_from <= ${at} AND p.visible_until > ${at}`

const instantOf = ({ at }: Position) => new Date(at)
const between = ({ from, to }: Omit<Stretch, 'limit' | 'offset'>) => sql`
  ${from ? sql`AND (p.sort_at, p.item_id) >= (${instantOf(from)}, ${from.id ?? FIRST_ID}::uuid)` : sql``}
  ${to ? sql`AND (p.sort_at, p.item_id) <= (${instantOf(to)}, ${to.id ?? LAST_ID}::uuid)` : sql``}`
const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * A stretch of a list: which items, newest first. It is read from the index of the list alone; each channel gives its own,
 * then they are merged, so cost follows the stretch, not what the channels hold nor how far back it lies.
 */
function windowOf(view: View, { channelIds, limit, offset = 0, ...ends }: ListStretch) {
  const order = sql`ORDER BY sort_at DESC, item_id DESC`
  // What stands in several of the channels is shown in the same one whatever the order they are asked in, and however rows are sorted.
  const once = sql`${order}, channel_id`
  const own = sql`SELECT p.item_id, p.sort_at, p.channel_id FROM library.placement p`
  const [only] = channelIds
  if (channelIds.length === 1) {
    return sql`${own} WHERE p.channel_id = ${only} AND ${shows(view.now)} ${between(ends)} ${order} LIMIT ${limit} OFFSET ${offset}`
  }
  return sql`
    SELECT DISTINCT ON (sort_at, item_id) n.* FROM unnest(${channelIds}::uuid[]) AS c(id) CROSS JOIN LATERAL (
      ${own} WHERE p.channel_id = c.id AND ${shows(view.now)} ${between(ends)} ${order} LIMIT ${limit + offset}
    ) n ${once} LIMIT ${limit} OFFSET ${offset}`
}

/** The newest items of some channels, in order of time. */
export async function listCards(view: View, window: ListStretch): Promise<ItemCard[]> {
  if (window.channelIds.length === 0) return []
  const { rows } = await sql<ItemCard>`
    SELECT ${cardColumns(view.now)} FROM (${windowOf(view, window)}) w
    JOIN library.placement p ON p.item_id = w.item_id AND p.channel_id = w.channel_id AND ${shows(view.now)}
    JOIN library.item i ON i.id = p.item_id
    JOIN library.version v ON v.item_id = p.item_id AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
    ORDER BY p.sort_at DESC, p.item_id DESC
  `.execute(view.db)
  return rows
}

/** What is pinned to the top (置顶) of these channels, the newest first; a handful, whatever the channels hold. */
export async function listPinned(view: View, channelIds: readonly string[]): Promise<ItemCard[]> {
  if (channelIds.length === 0) return []
  const { rows } = await sql<ItemCard>`
    SELECT DISTINCT ON (p.sort_at, p.item_id) ${cardColumns(view.now)} FROM library.placement p
    JOIN library.item i ON i.id = p.item_id
    JOIN library.version v ON v.item_id = p.item_id AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
    WHERE p.is_pinned AND p.channel_id = ANY (${channelIds}::uuid[]) AND ${shows(view.now)}
    ORDER BY p.sort_at DESC, p.item_id DESC, p.channel_id LIMIT ${MOST_PINNED}
  `.execute(view.db)
  return rows
}

/**
 * How many items of each channel show at the instant of the view. The tally knows; only for an instant among steps that are
 * already added up the placements themselves are counted.
 */
export async function countByChannel(view: View, channelIds: readonly string[]): Promise<Map<string, number>> {
  if (channelIds.length === 0) return new Map()
  const { rows } = await sql<{ channel_id: string; count: number; is_unsure: boolean }>`
    SELECT channel_id, coalesce(sum(step) FILTER (WHERE at <= ${view.now}), 0)::int AS count,
      bool_or(since <= ${view.now} AND at > ${view.now}) AS is_unsure
    FROM library.tally WHERE channel_id = ANY (${channelIds}::uuid[]) GROUP BY channel_id
  `.execute(view.db)
  const unsure = rows.filter((row) => row.is_unsure).map((row) => row.channel_id)
  const counted = unsure.length === 0 ? new Map<string, number>() : await countPlacements(view, unsure)
  return new Map(
    rows
      .map((row) => [row.channel_id, row.is_unsure ? (counted.get(row.channel_id) ?? 0) : row.count] as const)
      .filter(([, count]) => count > 0),
  )
}

async function countPlacements(view: View, channelIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ channel_id: string; count: number }>`
    SELECT p.channel_id, count(*) AS count FROM library.placement p
    WHERE p.channel_id = ANY (${channelIds}::uuid[]) AND ${shows(view.now)} GROUP BY p.channel_id
  `.execute(view.db)
  return new Map(rows.map((row) => [row.channel_id, row.count]))
}

/** How many different items of some channels show: what stands in several of them is counted once. */
export async function countItems(view: View, channelIds: readonly string[]): Promise<number> {
  const counts = await countByChannel(view, channelIds)
  const all = channelIds.reduce((total, id) => total + (counts.get(id) ?? 0), 0)
  if (channelIds.length < 2 || all === 0) return all
  const { rows } = await sql<{ doubled: number }>`
    SELECT count(*) AS doubled FROM library.placement p
    WHERE NOT p.is_primary AND p.channel_id = ANY (${channelIds}::uuid[]) AND ${shows(view.now)} AND EXISTS (
      SELECT 1 FROM library.placement o WHERE o.item_id = p.item_id AND o.id <> p.id AND o.channel_id = ANY (${channelIds}::uuid[])
        AND o.valid_from <= ${view.now} AND o.valid_to > ${view.now} AND o.visible_from <= ${view.now} AND o.visible_until > ${view.now}
        AND (o.is_primary OR o.id < p.id))
  `.execute(view.db)
  return all - (rows[0]?.doubled ?? 0)
}

/** The next instant at which one of these channels shows more or fewer items by schedule alone, or null. */
export async function nextStep(view: View, channelIds: readonly string[]): Promise<Date | null> {
  if (channelIds.length === 0) return null
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(at) AS at FROM unnest(${channelIds}::uuid[]) AS c(id), LATERAL (
      SELECT at FROM library.tally WHERE channel_id = c.id AND at > ${view.now} ORDER BY at LIMIT 1) t
  `.execute(view.db)
  return rows[0]?.at ?? null
}

/** The oldest and newest date in a window of a list, `isFull`: it holds its limit, and may leave older ones out. */
export async function findPeriod(
  view: View,
  window: ListStretch,
): Promise<{ from: Date; to: Date; isFull: boolean } | null> {
  const { rows } = await sql<{ from: Date | null; to: Date | null; count: number }>`
    SELECT min(sort_at) AS "from", max(sort_at) AS "to", count(*)::int AS count FROM (${windowOf(view, window)}) w
  `.execute(view.db)
  const [row] = rows
  return row?.from && row.to ? { from: row.from, to: row.to, isFull: row.count === window.limit } : null
}

/** The next instant at which an item appears, goes or reads otherwise by schedule alone. */
export async function nextItemChange(view: View, itemId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(at) AS at FROM library.placement p,
      LATERAL (VALUES (p.visible_from), (p.visible_until), (p.valid_from), (p.valid_to)) AS v(at)
    WHERE p.item_id = ${itemId} AND p.valid_to > greatest(p.valid_from, ${view.now}) AND v.at > ${view.now} AND v.at < 'infinity'
  `.execute(view.db)
  return rows[0]?.at ?? null
}

export async function findItemIdByNo(view: View, no: number): Promise<string | null> {
  const row = await view.db.selectFrom('library.item').select('id').where('no', '=', no).executeTakeFirst()
  return row?.id ?? null
}

/** The newest addresses of a site, for its sitemap.xml. */
export async function listLatestPaths(
  view: View,
  siteId: string,
  limit: number,
): Promise<{ path: string; changedAt: Date }[]> {
  const { rows } = await sql<{ path: string; changedAt: Date }>`
    SELECT p.path, v.valid_from AS "changedAt" FROM (
      SELECT p.path, p.item_id, p.sort_at FROM library.placement p WHERE p.site_id = ${siteId} AND ${shows(view.now)}
      ORDER BY p.sort_at DESC LIMIT ${limit}
    ) p JOIN library.version v ON v.item_id = p.item_id AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
    ORDER BY p.sort_at DESC
  `.execute(view.db)
  return rows
}

export type FoundPath = {
  kind: 'item' | 'redirect' | 'gone'
  itemId: string
  redirectTo: string | null
  reason: string
}

/** What an address is at the instant of the view. */
export async function findPath(view: View, siteId: string, path: string): Promise<FoundPath | null> {
  const row = await view.db
    .selectFrom('library.path')
    .select(['kind', 'item_id as itemId', 'redirect_to as redirectTo', 'reason', 'since'])
    .where('site_id', '=', siteId)
    .where('path', '=', path)
    .executeTakeFirst()
  if (!row) return null
  const { since, ...found } = row
  return since <= view.now ? found : ((await findEarlierPath(view, siteId, path)) ?? found)
}

/** The same at an instant before its last change; null where it had none before. */
async function findEarlierPath(view: View, siteId: string, path: string): Promise<FoundPath | null> {
  const row = await view.db
    .selectFrom('library.path_before')
    .select(['kind', 'item_id as itemId', 'redirect_to as redirectTo', 'reason'])
    .where('site_id', '=', siteId)
    .where('path', '=', path)
    .where('since', '<=', view.now)
    .where('until', '>', view.now)
    .executeTakeFirst()
  return row ?? null
}

export type Item = {
  id: string
  no: number
  kind: string
  siteId: string
  organisationId: string
  firstReleasedAt: Date
  state: 'live' | 'withdrawn' | 'erased'
  withdrawal: Withdrawal | null
  repealedOn: string | null
  successorItemId: string | null
  version: number
  versionFrom: Date
  title: string
  subtitle: string
  summary: string
  body: string
  source: string
  author: string
  editor: string
  keywords: string[]
  cover: Cover | null
  files: ItemFile[]
  origin: Origin | null
  metadata: Metadata
  /** Where it shows at the instant of the view, the main address first. */
  placements: { siteId: string; channelId: string; path: string; isPrimary: boolean }[]
  /** When the item reads or stands otherwise by the clock alone; null: never. */
  changesAt: Date | null
}

/**
 * An item by its id, or by the address that leads to it since its last change: what the address is at the instant of the view, only
 * findPath says. So a page can ask for both in one go.
 */
export type ItemRef = string | { siteId: string; path: string }

export const idOf = (ref: ItemRef) =>
  typeof ref === 'string'
    ? sql`${ref}::uuid`
    : sql`(SELECT item_id FROM library.path WHERE site_id = ${ref.siteId} AND path = ${ref.path})`

/** An item as it reads at the instant of the view, or in one of its versions; null when there was none. */
export async function findItem(view: View, ref: ItemRef, version?: number): Promise<Item | null> {
  const wanted =
    version === undefined ? sql`v.valid_from <= ${view.now} AND v.valid_to > ${view.now}` : sql`v.version = ${version}`
  const isDown = sql`(i.state = 'erased' OR i.state = 'withdrawn' AND i.withdrawn_at <= ${view.now})`
  const { rows } = await sql<Item>`
    SELECT i.id, i.no, i.kind, i.site_id AS "siteId", i.organisation_id AS "organisationId", i.first_released_at AS "firstReleasedAt",
      CASE WHEN ${isDown} THEN i.state ELSE 'live' END AS state,
      CASE WHEN ${isDown} OR i.repealed_at <= ${view.now} THEN i.withdrawal END AS withdrawal, ${repealedOn(view.now)},
      CASE WHEN ${isDown} OR i.repealed_at <= ${view.now} THEN i.successor_item_id END AS "successorItemId",
      coalesce(v.repeats, v.version) AS version, coalesce(r.valid_from, v.valid_from) AS "versionFrom", v.title, v.subtitle, v.summary, v.body, v.source, v.author, v.editor, v.keywords, v.cover,
      v.files, v.origin, v.metadata,
      coalesce((
        SELECT json_agg(json_build_object('siteId', p.site_id, 'channelId', p.channel_id, 'path', p.path, 'isPrimary', p.is_primary)
          ORDER BY p.is_primary DESC, p.valid_from, p.path)
        FROM library.placement p WHERE p.item_id = i.id AND ${shows(view.now)}), '[]') AS placements,
      (SELECT min(at) FROM (
        SELECT unnest(ARRAY[p.visible_from, p.visible_until, p.valid_from, p.valid_to]) AS at FROM library.placement p
          WHERE p.item_id = i.id AND p.valid_from < p.valid_to
        UNION ALL SELECT unnest(ARRAY[n.valid_from, n.valid_to]) FROM library.version n
          WHERE n.item_id = i.id AND n.valid_from < n.valid_to) x
        WHERE at > ${view.now} AND at < 'infinity') AS "changesAt"
    FROM library.item i JOIN library.version v ON v.item_id = i.id AND ${wanted}
    LEFT JOIN library.version r ON r.item_id = i.id AND r.version = v.repeats WHERE i.id = ${idOf(ref)}
  `.execute(view.db)
  return rows[0] ?? null
}

/** Titles and addresses of some items that show now: for links between documents. */
export async function linkCards(view: View, itemIds: readonly string[]): Promise<ItemCard[]> {
  if (itemIds.length === 0) return []
  const { rows } = await sql<ItemCard>`
    SELECT DISTINCT ON (i.id) ${cardColumns(view.now)} FROM library.item i
    JOIN library.placement p ON p.item_id = i.id AND ${shows(view.now)}
    JOIN library.version v ON v.item_id = i.id AND v.valid_from <= ${view.now} AND v.valid_to > ${view.now}
    WHERE i.id = ANY (${itemIds}::uuid[]) ORDER BY i.id, p.is_primary DESC, p.valid_from, p.path
  `.execute(view.db)
  return rows
}

/** Items of a site by the ids they had elsewhere. */
export async function itemsByExternalId(
  view: View,
  siteId: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; externalId: string }>`
    SELECT id, external_id AS "externalId" FROM library.item
    WHERE site_id = ${siteId} AND external_id = ANY (${externalIds}::text[]) ORDER BY no
  `.execute(view.db)
  return new Map(rows.map((row) => [row.externalId, row.id]))
}

/**
 * A file that some item showing at this instant carries; null means nobody may see it. One that is taken away today is not
 * served by looking at an earlier instant: only the past itself still knows it (kernel/past.ts).
 */
export async function findShownFile(view: View, blob: string): Promise<ItemFile | null> {
  const { rows } = await sql<ItemFile>`
    SELECT f.blob, f.name, f.media_type AS "mediaType", f.bytes FROM library.file f
    JOIN library.placement p ON p.item_id = f.item_id AND ${shows(view.now)}
    WHERE f.blob = ${blob} AND f.valid_from <= ${view.now} AND f.valid_to > greatest(${view.now}, clock_timestamp()) LIMIT 1
  `.execute(view.db)
  return rows[0] ?? null
}

/** Where an item shows now: host and path of each of its addresses. */
export async function listAddresses(view: View, itemId: string): Promise<{ host: string; path: string }[]> {
  const { now } = view
  return ask<{ host: string; path: string }>(view.db)`
    SELECT host, path FROM library.v_standing
    WHERE item_id = ${itemId} AND valid_from <= ${now} AND valid_to > ${now} AND visible_from <= ${now} AND visible_until > ${now}`
}
