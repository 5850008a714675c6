import { sql } from 'kysely'
import type { z } from 'zod'
import { subtrees } from '../../../kernel/actor.ts'
import type { View } from '../../../kernel/work.ts'
import type { DocumentRow } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import {
  allOf,
  datedOrders,
  type From,
  isDated,
  orders,
  own,
  type Query,
  shared,
  type SiteIds,
} from './list-conditions.ts'
import { type Listing, titled } from './list-titles.ts'
import { presentRows } from './present-rows.ts'

/** How much is read for a list before it is found another way. */
export type Limits = {
  /** Counting stops here: beyond it the console says "1 万以上". */
  counted: number
  /** So few documents that their titles are looked at one by one. */
  few: number
  /** So many rows of a list are read in its order to find a page of a common word. */
  walked: number
  /** Of a million titles some two thousand; of few titles none, where it does not matter. */
  samplePercent: number
}
export const LIMITS: Limits = { counted: 10_000, few: 2_000, walked: 30_000, samplePercent: 0.25 }

type Asked = { query: Query; limits?: Limits }

export async function listDocuments(view: View, { query, limits = LIMITS }: Asked) {
  const siteIds = await readableSites(view, query)
  const listed = query.text ? await titled(query.text, view, { query, siteIds, limits }) : plain(view, query, siteIds)
  const { total, rows } = await (listed.isFew
    ? countedPage(view, query, listed.rows, limits.counted)
    : cappedPage(view, query, listed, limits.counted))
  return {
    items: await presentRows(view, rows, () => ({})),
    total: Math.min(total, limits.counted),
    isCapped: total > limits.counted,
    page: query.page,
    pageSize: query.pageSize,
  } satisfies z.input<typeof contract.listDocuments.reply>
}

type Listed = DocumentRow & { site_name: string; channel_name: string; total: number | null }

async function cappedPage(
  view: View,
  query: Query,
  { rows: from, beginnings = [], counted = from }: Listing,
  cap: number,
) {
  const total = await countCapped(view, counted, cap)
  if (total === 0) return { total, rows: [] }
  for (const { rows: beginning, order } of total > cap ? beginnings : []) {
    const rows = await pageOf(view, query, beginning, { order })
    if (rows.length === query.pageSize) return { total, rows }
  }
  return { total, rows: await pageOf(view, query, from) }
}

async function countedPage(view: View, query: Query, from: From, cap: number) {
  const rows = await pageOf(view, query, from, { total: sql`count(*) OVER ()` })
  return { total: rows[0]?.total ?? (query.page === 1 ? 0 : await countCapped(view, from, cap)), rows }
}

function plain(view: View, query: Query, siteIds: SiteIds): Listing {
  const conditions = [...shared('d', query, siteIds), ...own(view, query)]
  const all = (more: ReturnType<typeof isDated>) =>
    sql`SELECT d.id, d.updated_at, d.released_at FROM content.document d WHERE ${allOf([...conditions, ...more])}`
  const dated = isDated(query, 'd')
  const beginnings = dated.length > 0 ? [{ rows: all(dated), order: datedOrders[query.sort] }] : []
  return { rows: all([]), beginnings }
}

type Paged = { order?: (table: string) => From; total?: From }

/** Documents are read for the rows of one page only, and through their own wall. */
async function pageOf(view: View, query: Query, from: From, paged: Paged = {}): Promise<Listed[]> {
  const { order = orders[query.sort], total = sql`NULL::bigint` } = paged
  const { rows } = await sql<Listed>`
    SELECT d.*, s.name AS site_name, c.name AS channel_name, l.total FROM (
      SELECT l.*, ${total} AS total FROM (${from}) l
      ORDER BY ${order('l')} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}
    ) l JOIN content.document d ON d.id = l.id
      JOIN sites.v_site s ON s.id = d.site_id JOIN sites.v_channel c ON c.id = d.channel_id
    ORDER BY ${order('d')}
  `.execute(view.db)
  return rows
}

async function countCapped(view: View, from: From, cap: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM (${from}) l LIMIT ${cap + 1}) capped
  `.execute(view.db)
  return rows[0]?.count ?? 0
}

/** The sites whose documents the actor may read, narrowed by the asked site; "all" where that is every site. */
async function readableSites(view: View, query: Query): Promise<SiteIds> {
  const organisations = subtrees(view.actor, 'document.read', 'organisation')
  const sites = subtrees(view.actor, 'document.read', 'site')
  const { rows } = await sql<{ id: string; total: number }>`
    SELECT s.id, (SELECT count(*) FROM sites.v_site) AS total FROM sites.v_site s
    WHERE (s.owner_path LIKE ANY (${organisations}::text[]) OR s.path LIKE ANY (${sites}::text[]))
      AND (${query.siteId ?? null}::uuid IS NULL OR s.id = ${query.siteId ?? null})
      AND (${query.underSiteId ?? null}::uuid IS NULL
        OR s.path LIKE (SELECT u.path || '%' FROM sites.v_site u WHERE u.id = ${query.underSiteId ?? null}))
  `.execute(view.db)
  return rows[0] && rows.length === rows[0].total ? 'all' : rows.map((row) => row.id)
}
