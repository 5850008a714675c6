import { sql } from 'kysely'
import { rowsOf } from '../../../kernel/database.ts'
import { wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { Writing } from '../../../kernel/writing.ts'

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
  items: Record<string, unknown>[]
  versions: ({ item_id: string; valid_from: Date } & Record<string, unknown>)[]
  placements: PlacementRow[]
  paths: { site_id: string; path: string; item_id: string; since: Date }[]
}

/**
 * Items, versions, placements and reserved paths in one statement, whatever their number: one round trip and one plan.
 * A path that another item has is refused.
 */
export async function writeRelease(work: Work, rows: ReleaseRows): Promise<void> {
  if (isSmall(rows) && rows.items.length > 0) return writeNew(work, rows)
  const reserved = isSmall(rows) ? await writeFew(work, rows) : await writeMany(work, rows)
  if (reserved.length === rows.paths.length) return
  const taken = new Set(reserved.map((row) => row.path))
  throw wrongState('path-taken', { path: rows.paths.find((one) => !taken.has(one.path))?.path })
}

type Reserved = { path: string }[]

/** One item in a place or two, as an editor releases it: there taking JSON apart costs more than writing the rows. */
const isSmall = ({ items, versions, placements, paths }: ReleaseRows): boolean =>
  [items, versions].every((rows) => rows.length <= 1) && placements.length <= 2 && [1, 2].includes(paths.length)

/** Nothing stands of a new item, so nothing is waited for: an address that another has breaks the table's key. */
function writeNew(work: Work, rows: ReleaseRows): void {
  const explain = (error: unknown) => (isTaken(error) ? wrongState('path-taken', { path: rows.paths[0]?.path }) : error)
  work.write(fewOf(rows, '').statement(), explain)
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'path_pkey'

async function writeFew(work: Work, rows: ReleaseRows): Promise<Reserved> {
  return rowsOf<{ path: string }>(work.db, fewOf(rows, RESERVE).statement())
}

function fewOf({ items, versions, placements, paths }: ReleaseRows, onConflict: string): Writing {
  const writing = new Writing()
  if (items.length > 0) writing.insert('library.item', items)
  if (versions.length > 0) writing.insert('library.version', versions.map(withJson))
  if (placements.length > 0) writing.insert('library.placement', placements)
  const reservations = paths.map((path) => ({ ...path, kind: 'item' }))
  return writing.insert('library.path', reservations, onConflict)
}

const RESERVE = `ON CONFLICT (site_id, path) DO UPDATE
  SET kind = 'item', redirect_to = NULL, reason = '',
    since = CASE WHEN library.path.kind = 'item' THEN library.path.since ELSE excluded.since END
  WHERE library.path.item_id = excluded.item_id RETURNING path`

const JSON_COLUMNS = ['cover', 'files', 'origin', 'metadata']
const withJson = (row: ReleaseRows['versions'][number]) => ({
  ...row,
  ...Object.fromEntries(JSON_COLUMNS.map((key) => [key, row[key] === null ? null : JSON.stringify(row[key])])),
})

async function writeMany(work: Work, rows: ReleaseRows): Promise<Reserved> {
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
  return reserved
}
