import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { ItemFile, Metadata } from '../item.ts'

/** Where an item stands, now or later. Milliseconds; null: for ever. */
export type TextPlace = {
  siteId: string
  channelId: string
  path: string
  isPrimary: boolean
  sortAt: number
  from: number
  until: number | null
}

/** A released text as a search index takes it in. */
export type ItemText = {
  id: string
  kind: string
  organisationId: string
  externalId: string | null
  repealedOn: string | null
  title: string
  subtitle: string
  summary: string
  body: string
  source: string
  keywords: string[]
  files: ItemFile[]
  metadata: Metadata
  /** Those that show now or will, the main one first. */
  places: TextPlace[]
}

/** Items that readers may see at the instant of the view, whole; the others of these are missing. Site and channel are not looked at. */
export async function itemTexts(view: View, itemIds: readonly string[]): Promise<ItemText[]> {
  if (itemIds.length === 0) return []
  const { now } = view
  const { rows } = await sql<ItemText>`
    SELECT i.id, i.kind, i.organisation_id AS "organisationId", i.external_id AS "externalId",
      CASE WHEN i.repealed_at > ${now} THEN NULL ELSE i.repealed_on END AS "repealedOn",
      v.title, v.subtitle, v.summary, v.body, v.source, v.keywords, v.files, v.metadata, p.places
    FROM unnest(${itemIds}::uuid[]) AS w(id)
    JOIN library.item i ON i.id = w.id AND NOT (i.state = 'erased' OR i.state = 'withdrawn' AND i.withdrawn_at <= ${now})
    JOIN library.version v ON v.item_id = i.id AND v.valid_from <= ${now} AND v.valid_to > ${now}
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('siteId', p.site_id, 'channelId', p.channel_id, 'path', p.path, 'isPrimary', p.is_primary,
          'sortAt', kernel.ms(p.sort_at), 'from', kernel.ms(greatest(p.visible_from, p.valid_from)),
          'until', kernel.ms(least(p.visible_until, p.valid_to)))
        ORDER BY p.is_primary DESC, p.valid_from, p.path) AS places
      FROM library.placement p WHERE p.item_id = i.id AND p.valid_to > greatest(p.valid_from, ${now}) AND p.visible_until > ${now}
    ) p WHERE p.places IS NOT NULL
  `.execute(view.db)
  return rows
}

/** Every item that may show, the oldest first. */
export async function allItemIds(view: View): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM library.item WHERE state = 'live' OR (state = 'withdrawn' AND withdrawn_at > ${view.now})
    ORDER BY first_released_at, id
  `.execute(view.db)
  return rows.map((row) => row.id)
}

/** All items of one of these: those on a site, in a channel (or a stretch of it, in milliseconds; between two ids), of an organisation. */
export type ItemsOf =
  | { site: string }
  | { channel: string; low?: number; high?: number; ids?: readonly [string, string] }
  | { organisation: string }

export type IdPage = { ids: string[]; next: string | null }

/** A page of them by index; `after` is what the page before gave. */
export async function itemIdsOf(
  view: View,
  of: ItemsOf,
  { after, limit }: { after: string | null; limit: number },
): Promise<IdPage> {
  if ('organisation' in of) {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM library.item WHERE organisation_id = ${of.organisation} AND id > ${after ?? FIRST}::uuid ORDER BY id LIMIT ${limit}
    `.execute(view.db)
    const ids = rows.map((row) => row.id)
    return { ids, next: ids.length === limit ? (ids.at(-1) ?? null) : null }
  }
  const [at = 'infinity', id = LAST] = after === null ? [] : after.split('~')
  const where =
    'site' in of
      ? sql`site_id = ${of.site}`
      : sql`channel_id = ${of.channel} ${of.low === undefined ? sql`` : sql`AND sort_at >= ${new Date(of.low)}`}
          ${of.high === undefined ? sql`` : sql`AND sort_at < ${new Date(of.high + 1)}`}
          ${of.ids ? sql`AND item_id BETWEEN ${of.ids[0]} AND ${of.ids[1]}` : sql``}`
  const { rows } = await sql<{ id: string; at: string; is_live: boolean }>`
    SELECT item_id AS id, sort_at::text AS at, valid_to > ${view.now} AS is_live FROM library.placement
    WHERE ${where} AND sort_at <= ${at}::timestamptz AND (sort_at, item_id) < (${at}::timestamptz, ${id}::uuid)
    ORDER BY sort_at DESC, item_id DESC LIMIT ${limit}
  `.execute(view.db)
  const last = rows.at(-1)
  return {
    ids: [...new Set(rows.filter((row) => row.is_live).map((row) => row.id))],
    next: rows.length === limit && last ? `${last.at}~${last.id}` : null,
  }
}

const FIRST = '00000000-0000-0000-0000-000000000000'
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Every item that stands on one of these sites now. */
export async function itemIdsOnSites(view: View, siteIds: readonly string[]): Promise<string[]> {
  if (siteIds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT item_id AS id FROM library.placement WHERE site_id = ANY (${siteIds}::uuid[]) AND valid_to > ${view.now}
  `.execute(view.db)
  return rows.map((row) => row.id)
}

/** A file that items carry, and which. */
export async function findFile(view: View, blob: string): Promise<{ file: ItemFile; itemIds: string[] } | null> {
  const { rows } = await sql<ItemFile & { itemId: string }>`
    SELECT item_id AS "itemId", blob, name, media_type AS "mediaType", bytes FROM library.file
    WHERE blob = ${blob} AND valid_to > ${view.now}
  `.execute(view.db)
  const [first] = rows
  if (!first) return null
  const { itemId: _, ...file } = first
  return { file, itemIds: rows.map((row) => row.itemId) }
}
