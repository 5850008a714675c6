import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { subtrees } from '../../../kernel/actor.ts'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { DocumentRow } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { presentRow } from '../presenters.ts'

type Query = Input<typeof contract.listDocuments>['query']
type Condition = ReturnType<typeof sql<SqlBool>>

/** Counting stops here: beyond it the console says "1 万以上". */
export const COUNT_CAP = 10_000
const MOST_WALKED = 2_000
const DAY_MS = 86_400_000
const SHANGHAI = '+08:00'

export async function listDocuments(view: View, { query }: { query: Query }) {
  const siteIds = await readableSites(view, query)
  const listed: Listing = query.text ? titled(query.text, view, query, siteIds) : plain(view, query, siteIds)
  const { total, rows } = await (listed.isFew ? countedPage(view, query, listed.rows) : cappedPage(view, query, listed))
  return {
    items: rows.map((row) => presentRow(row, view.now)),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page: query.page,
    pageSize: query.pageSize,
  } satisfies z.input<typeof contract.listDocuments.reply>
}

type Listed = DocumentRow & { site_name: string; channel_name: string; total: number | null }
type From = ReturnType<typeof sql>

/** What the list is taken from: ids with the dates it is sorted by. */
type Listing = {
  rows: From
  /** A stretch of the list in its order, where that meets a page of very common titles sooner than all of them are sorted. */
  walk?: From
  /** Narrow enough to be read whole, once, for the count and the page. */
  isFew?: boolean
}

async function cappedPage(view: View, query: Query, { rows: from, walk }: Listing) {
  const total = await countCapped(view, from)
  const walked = total > COUNT_CAP && walk ? await pageOf(view, query, walk) : []
  const isFull = walked.length === query.pageSize
  return { total, rows: isFull || total === 0 ? walked : await pageOf(view, query, from) }
}

async function countedPage(view: View, query: Query, from: From) {
  const rows = await pageOf(view, query, from, sql`count(*) OVER ()`)
  return { total: rows[0]?.total ?? (query.page === 1 ? 0 : await countCapped(view, from)), rows }
}

function plain(view: View, query: Query, siteIds: string[] | 'all'): Listing {
  const conditions = [...shared('d', query, siteIds), ...own(view, query)]
  return { rows: sql`SELECT d.id, d.updated_at, d.released_at FROM content.document d WHERE ${allOf(conditions)}` }
}

function titled(text: string, view: View, query: Query, siteIds: string[] | 'all'): Listing {
  const narrowing = own(view, query)
  const document = narrowing.length > 0 ? sql`JOIN content.document d ON d.id = t.document_id` : sql``
  const conditions = [...shared('t', query, siteIds), ...narrowing, ...titleConditions(text)]
  const rows = sql`SELECT t.document_id AS id, t.updated_at, t.released_at FROM content.v_title t ${document}
    WHERE ${allOf(conditions)}`
  // Of several sites no index gives the order.
  if (siteIds !== 'all' && siteIds.length > 1) return { rows, isFew: true }
  const walk = sql`SELECT d.id, d.updated_at, d.released_at FROM (
      SELECT d.* FROM content.document d WHERE ${allOf([...shared('d', query, siteIds), ...narrowing])}
      ORDER BY ${orders[query.sort]('d')} LIMIT ${MOST_WALKED}
    ) d WHERE position(content.fold_title(${text}) in content.fold_title(d.title)) > 0`
  return { rows, walk }
}

const by = (table: string, column: string) => sql.ref(`${table}.${column}`)
const orders = {
  '-updatedAt': (t: string) => sql`${by(t, 'updated_at')} DESC, ${by(t, 'id')} DESC`,
  updatedAt: (t: string) => sql`${by(t, 'updated_at')}, ${by(t, 'id')}`,
  '-releasedAt': (t: string) => sql`${by(t, 'released_at')} DESC NULLS LAST, ${by(t, 'id')} DESC`,
  releasedAt: (t: string) => sql`${by(t, 'released_at')} NULLS LAST, ${by(t, 'id')}`,
}

/** Documents are read for the rows of one page only, and through their own wall. */
async function pageOf(view: View, query: Query, from: From, total = sql`NULL::bigint`): Promise<Listed[]> {
  const order = orders[query.sort]
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

const allOf = (conditions: readonly Condition[]) => sql.join([...conditions], sql` AND `)

async function countCapped(view: View, from: From): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM (${from}) l LIMIT ${COUNT_CAP + 1}) capped
  `.execute(view.db)
  return rows[0]?.count ?? 0
}

/** Conditions on what documents and the index of titles both have. */
function shared(table: 'd' | 't', query: Query, siteIds: string[] | 'all'): Condition[] {
  const conditions: Condition[] = [sql`${by(table, 'deleted_at')} IS ${query.deleted ? sql`NOT NULL` : sql`NULL`}`]
  // One site by equality: only then does its index give the order of the list as well.
  if (siteIds !== 'all') {
    const site = by(table, 'site_id')
    conditions.push(siteIds.length === 1 ? sql`${site} = ${siteIds[0]}` : sql`${site} = ANY (${siteIds}::uuid[])`)
  }
  if (query.from) conditions.push(sql`${by(table, 'updated_at')} >= ${dayStart(query.from)}`)
  if (query.to) conditions.push(sql`${by(table, 'updated_at')} < ${dayEnd(query.to)}`)
  return conditions
}

/** Conditions that only documents can answer. */
function own(view: View, query: Query): Condition[] {
  const equal: [unknown, Condition][] = [
    [query.channelId, sql`d.channel_id = ${query.channelId}`],
    [query.state, sql`d.state = ${query.state}`],
    [query.stage, sql`d.stage = ${query.stage}`],
    [query.kind, sql`d.kind = ${query.kind}`],
    [query.mine, sql`d.created_by = ${view.actor.id}`],
    [query.scheduled, sql`d.state = 'released' AND d.visible_from > ${view.now}`],
  ]
  return equal.filter(([asked]) => asked !== undefined && asked !== false).map(([, condition]) => condition)
}

/** A piece of the title, in `t`: by pairs of characters through their index, verified on the text. */
export function titleConditions(text: string): Condition[] {
  const verified = sql<SqlBool>`position(content.fold_title(${text}) in t.folded) > 0`
  if (text.trim().length < 2) return [verified]
  return [sql<SqlBool>`content.pairs_of(t.folded) @> content.pairs_of(content.fold_title(${text}))`, verified]
}

/** The sites whose documents the actor may read, narrowed by the asked site; "all" where that is every site. */
async function readableSites(view: View, query: Query): Promise<string[] | 'all'> {
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

const dayStart = (day: string) => new Date(`${day}T00:00:00${SHANGHAI}`)
const dayEnd = (day: string) => new Date(dayStart(day).getTime() + DAY_MS)
