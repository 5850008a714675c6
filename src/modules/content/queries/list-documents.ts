import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import { subtrees } from '../../../kernel/actor.ts'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { DocumentRow } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { presentRow } from '../presenters.ts'
import { foldTitle, gramsOf } from '../rules.ts'

type Query = Input<typeof contract.listDocuments>['query']
type Condition = ReturnType<typeof sql<SqlBool>>

/** Counting stops here: beyond it the console says "1 万以上". */
export const COUNT_CAP = 10_000
const MOST_WALKED = 10_000
const DAY_MS = 86_400_000
const SHANGHAI = '+08:00'

const orders = {
  '-updatedAt': sql`d.updated_at DESC, d.id DESC`,
  updatedAt: sql`d.updated_at, d.id`,
  '-releasedAt': sql`d.released_at DESC NULLS LAST, d.id DESC`,
  releasedAt: sql`d.released_at NULLS LAST, d.id`,
}

export async function listDocuments(view: View, { query }: { query: Query }) {
  const siteIds = await readableSites(view, query)
  const conditions = conditionsOf(view, query, siteIds)
  const isCommon = await isCommonTitle(view, query.text)
  // Counting stops early when every site is asked; for a few sites their own documents are fewer than all matches.
  const counted = titleConditions(query.text, isCommon && siteIds !== 'all' ? 'rows' : 'index')
  const total = await countCapped(view, allOf([...conditions, ...counted]))
  const rows = isCommon ? await walked(view, query, conditions) : await found(view, query, conditions)
  return {
    items: rows.map((row) => presentRow(row, view.now)),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page: query.page,
    pageSize: query.pageSize,
  } satisfies z.input<typeof contract.listDocuments.reply>
}

type Listed = DocumentRow & { site_name: string; channel_name: string }

/** A page of the list out of all documents that the index of titles finds. */
const found = (view: View, query: Query, conditions: readonly Condition[]) =>
  pageOf(
    view,
    query,
    sql`SELECT d.* FROM content.document d
    WHERE ${allOf([...conditions, ...titleConditions(query.text, 'index')])}`,
  )

/**
 * Where matches abound, walking the list in its order meets a page of them sooner than all of them are sorted. But they may lie
 * together, far down: after so many rows the index is asked all the same.
 */
async function walked(view: View, query: Query, conditions: readonly Condition[]): Promise<Listed[]> {
  const stretch = sql`SELECT d.* FROM (
      SELECT d.* FROM content.document d WHERE ${allOf(conditions)} ORDER BY ${orders[query.sort]} LIMIT ${MOST_WALKED}
    ) d WHERE ${allOf(titleConditions(query.text, 'rows'))}`
  const rows = await pageOf(view, query, stretch)
  return rows.length === query.pageSize ? rows : found(view, query, conditions)
}

async function pageOf(view: View, query: Query, documents: ReturnType<typeof sql>): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    SELECT d.*, s.name AS site_name, c.name AS channel_name FROM (
      SELECT d.* FROM (${documents}) d
      ORDER BY ${orders[query.sort]} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}
    ) d JOIN sites.v_site s ON s.id = d.site_id JOIN sites.v_channel c ON c.id = d.channel_id
    ORDER BY ${orders[query.sort]}
  `.execute(view.db)
  return rows
}

const allOf = (conditions: readonly Condition[]) => sql.join([...conditions], sql` AND `)

async function countCapped(view: View, where: ReturnType<typeof sql.join>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM content.document d WHERE ${where} LIMIT ${COUNT_CAP + 1}) capped
  `.execute(view.db)
  return rows[0]?.count ?? 0
}

function conditionsOf(view: View, query: Query, siteIds: string[] | 'all'): Condition[] {
  const conditions: Condition[] = [query.deleted ? sql`d.deleted_at IS NOT NULL` : sql`d.deleted_at IS NULL`]
  // One site by equality: only then does its index give the order of the list as well.
  if (siteIds !== 'all') {
    conditions.push(siteIds.length === 1 ? sql`d.site_id = ${siteIds[0]}` : sql`d.site_id = ANY (${siteIds}::uuid[])`)
  }
  const equal: [unknown, Condition][] = [
    [query.channelId, sql`d.channel_id = ${query.channelId}`],
    [query.state, sql`d.state = ${query.state}`],
    [query.stage, sql`d.stage = ${query.stage}`],
    [query.kind, sql`d.kind = ${query.kind}`],
    [query.mine, sql`d.created_by = ${view.actor.id}`],
    [query.scheduled, sql`d.state = 'released' AND d.visible_from > ${view.now}`],
    [query.from, sql`d.updated_at >= ${dayStart(query.from)}`],
    [query.to, sql`d.updated_at < ${dayEnd(query.to)}`],
  ]
  for (const [asked, condition] of equal) if (asked !== undefined && asked !== false) conditions.push(condition)
  return conditions
}

/** A piece of the title by pairs of characters, through their index or row by row; longer pieces are verified on the text. */
export function titleConditions(text: string | undefined, by: 'index' | 'rows'): Condition[] {
  if (!text) return []
  const piece = foldTitle(text)
  const grams = gramsOf(piece)
  // Most titles are written as they are asked for; only the others need folding, which costs.
  const verified = sql<SqlBool>`(position(${text} in d.title) > 0
    OR position(${piece} in lower(regexp_replace(normalize(d.title, NFKC), '\\s', '', 'g'))) > 0)`
  if (grams.length === 0) return [verified]
  const found =
    by === 'rows'
      ? sql<SqlBool>`d.title_grams @> ${grams}::text[]`
      : sql<SqlBool>`d.id IN (SELECT t.document_id FROM content.title_index t WHERE t.grams @> ${grams}::text[])`
  return grams.length === 1 ? [found] : [found, verified]
}

/** Do more titles have these pairs of characters than are ever counted? */
async function isCommonTitle(view: View, text: string | undefined): Promise<boolean> {
  const grams = text ? gramsOf(foldTitle(text)) : []
  if (grams.length === 0) return false
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM content.title_index t WHERE t.grams @> ${grams}::text[] LIMIT ${COUNT_CAP + 1}
    ) capped
  `.execute(view.db)
  return (rows[0]?.count ?? 0) > COUNT_CAP
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

const dayStart = (day: string | undefined) => (day ? new Date(`${day}T00:00:00${SHANGHAI}`) : null)
const dayEnd = (day: string | undefined) => (day ? new Date(Date.parse(`${day}T00:00:00${SHANGHAI}`) + DAY_MS) : null)
