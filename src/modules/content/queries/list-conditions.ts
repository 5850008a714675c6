import { sql, type SqlBool } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { DocumentState, isPending } from '../contract-parts.ts'

export type Query = Input<typeof contract.listDocuments>['query']
export type Condition = ReturnType<typeof sql<SqlBool>>
export type From = ReturnType<typeof sql>
/** Ids of sites; "all" where that is every site. */
export type SiteIds = string[] | 'all'

const DAY_MS = 86_400_000
const SHANGHAI = '+08:00'
/** Named one by one, and not as what is none of the others: by these the index of states finds the few there are. */
const PENDING = DocumentState.options.filter((state) => isPending({ state }))

export const by = (table: string, column: string) => sql.ref(`${table}.${column}`)
export const allOf = (conditions: readonly Condition[]) =>
  conditions.length > 0 ? sql<SqlBool>`${sql.join([...conditions], sql` AND `)}` : sql<SqlBool>`true`

export const orders = {
  '-updatedAt': (t: string) => sql`${by(t, 'updated_at')} DESC, ${by(t, 'id')} DESC`,
  updatedAt: (t: string) => sql`${by(t, 'updated_at')}, ${by(t, 'id')}`,
  '-releasedAt': (t: string) => sql`${by(t, 'released_at')} DESC NULLS LAST, ${by(t, 'id')} DESC`,
  releasedAt: (t: string) => sql`${by(t, 'released_at')} NULLS LAST, ${by(t, 'id')}`,
}
/** Where every row has its date, said as the index has it when it is read from its end. */
export const datedOrders = {
  ...orders,
  releasedAt: (t: string) => sql`${by(t, 'released_at')} NULLS FIRST, ${by(t, 'id')}`,
}
/** What never was published comes last in either direction. */
export const isDated = (query: Query, table: 'd' | 't'): Condition[] =>
  query.sort === 'releasedAt' ? [sql`${by(table, 'released_at')} IS NOT NULL`] : []

/** Conditions on what documents and the index of titles both have. */
export function shared(table: 'd' | 't', query: Query, siteIds: SiteIds): Condition[] {
  const conditions: Condition[] = [sql`${by(table, 'deleted_at')} IS ${query.deleted ? sql`NOT NULL` : sql`NULL`}`]
  // One site by equality: only then does its index give the order of the list as well.
  if (siteIds !== 'all') {
    const site = by(table, 'site_id')
    conditions.push(siteIds.length === 1 ? sql`${site} = ${siteIds[0]}` : sql`${site} = ANY (${siteIds}::uuid[])`)
  }
  if (query.from) conditions.push(sql`${by(table, 'updated_at')} >= ${dayStart(query.from)}`)
  if (query.to) conditions.push(sql`${by(table, 'updated_at')} < ${dayEnd(query.to)}`)
  return [...conditions, ...narrowing(table, query)]
}

/** Those of them that may leave few documents. */
export function narrowing(table: 'd' | 't', query: Query): Condition[] {
  return asked([
    [query.state, sql`${by(table, 'state')} = ${query.state}`],
    [query.kind, ofKind(table, query.kind)],
    [query.pending, sql`${by(table, 'state')} = ANY (${PENDING}::text[])`],
    [query.live, table === 'd' ? sql`d.live_edition_number IS NOT NULL` : sql`t.is_live`],
  ])
}

/** Conditions that only documents can answer. */
export function own(view: View, query: Query): Condition[] {
  return asked([
    [query.channelId, sql`d.channel_id = ${query.channelId}`],
    [query.stage, sql`d.stage = ${query.stage}`],
    [query.mine, sql`d.created_by = ${view.actor.id}`],
    [query.scheduled, sql`d.state = 'released' AND d.visible_from > ${view.now}`],
  ])
}

const asked = (all: [unknown, Condition][]): Condition[] =>
  all.filter(([value]) => value !== undefined && value !== false).map(([, condition]) => condition)

/** What is no article has an index of its own (content/040-kinds). */
const ofKind = (table: 'd' | 't', kind: string | undefined): Condition =>
  kind === 'article'
    ? sql`${by(table, 'kind')} = ${kind}`
    : sql`${by(table, 'kind')} = ${kind} AND ${by(table, 'kind')} <> 'article'`

/** As titles are folded; in a query of its own, so that it is folded once and not for every title. */
const folded = (text: string) => sql`(SELECT content.fold_title(${text}))`

export const hasWord = (text: string): Condition => sql`position(${folded(text)} in t.folded) > 0`

/** A piece of the title, in `t`: by pairs of characters through their index unless it is common, verified on the text. */
export function titleConditions(text: string, isCommon = false): Condition[] {
  const verified = hasWord(text)
  if (isCommon || text.trim().length < 2) return [verified]
  return [sql<SqlBool>`content.pairs_of(t.folded) @> (SELECT content.pairs_of(${folded(text)}))`, verified]
}

const dayStart = (day: string) => new Date(`${day}T00:00:00${SHANGHAI}`)
const dayEnd = (day: string) => new Date(dayStart(day).getTime() + DAY_MS)
