import { sql } from 'kysely'
import { wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'

export type PlacementRow = {
  id: string
  item_id: string
  site_id: string
  channel_id: string
  path: string
  is_primary: boolean
  is_pinned: boolean
  sort_at: Date
  visible_from: Date
  visible_until: Date | string
  valid_from: Date
  valid_to: string
  is_scheduled: true | null
}

/** Rows of one release, ready to be written; column names as in the tables. */
export type ReleaseRows = {
  items: object[]
  versions: ({ item_id: string; valid_from: Date } & Record<string, unknown>)[]
  placements: PlacementRow[]
  paths: { site_id: string; path: string; item_id: string; since: Date }[]
}

/**
 * Items, versions, placements and reserved paths in one statement, whatever their number: one round trip and one plan.
 * A path that another item has is refused.
 */
export async function writeRelease(work: Work, rows: ReleaseRows): Promise<void> {
  const { rows: reserved } = await sql<{ path: string }>`
    WITH items AS (
      INSERT INTO library.item (id, no, kind, site_id, organisation_id, source_module, source_id, external_id, first_released_at)
      SELECT id, no, kind, site_id, organisation_id, source_module, source_id, external_id, first_released_at
      FROM json_populate_recordset(NULL::library.item, ${JSON.stringify(rows.items)}::json)
    ), versions AS (
      INSERT INTO library.version SELECT * FROM json_populate_recordset(NULL::library.version, ${JSON.stringify(rows.versions)}::json)
    ), placements AS (
      INSERT INTO library.placement
      SELECT * FROM json_populate_recordset(NULL::library.placement, ${JSON.stringify(rows.placements)}::json)
    )
    INSERT INTO library.path (site_id, path, item_id, kind, since)
    SELECT site_id, path, item_id, 'item', since
    FROM json_populate_recordset(NULL::library.path, ${JSON.stringify(rows.paths)}::json)
    ON CONFLICT (site_id, path) DO UPDATE SET kind = 'item', redirect_to = NULL, reason = '',
      since = CASE WHEN library.path.kind = 'item' THEN library.path.since ELSE excluded.since END
      WHERE library.path.item_id = excluded.item_id
    RETURNING path
  `.execute(work.db)
  if (reserved.length === rows.paths.length) return
  const taken = new Set(reserved.map((row) => row.path))
  throw wrongState('path-taken', { path: rows.paths.find((one) => !taken.has(one.path))?.path })
}
