import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { sitesByIds } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { dayOf } from '../days.ts'
import type { PinRow } from '../presenters.ts'
import { keyOf } from '../rules.ts'
import { anywhere, COUNT_CAP } from './list-synonyms.ts'
import { mayTuneProvince, reachedSites } from './reach-of.ts'
import { standingOfDocs } from './standing-of-docs.ts'

type Query = Input<typeof contract.listPins>['query']
type Pin = Reply<typeof contract.getPin>

const ORDERS: Record<Query['sort'], RawBuilder<unknown>> = {
  '-changedAt': sql`p.changed_at DESC`,
  changedAt: sql`p.changed_at`,
  word: sql`p.words[1]`,
  '-word': sql`p.words[1] DESC`,
  endsOn: sql`p.ends_on NULLS LAST`,
  '-endsOn': sql`p.ends_on DESC NULLS LAST`,
}

/** Pins for the whole province and for the sites that the actor answers for. */
export async function listPins(
  view: View,
  { query }: Pick<Input<typeof contract.listPins>, 'query'>,
): Promise<Reply<typeof contract.listPins>> {
  const { page, pageSize, sort } = query
  const from = sql`FROM search.pin p WHERE ${sql.join([...(await reach(view)), ...conditions(view, query)], sql` AND `)}`
  const { rows } = await sql<PinRow>`
    SELECT p.* ${from} ORDER BY ${ORDERS[sort]}, p.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`.execute(
    view.db,
  )
  const counted = await sql<{ total: number }>`SELECT count(*) AS total ${from}`.execute(view.db)
  const total = counted.rows[0]?.total ?? 0
  return {
    items: await presentPins(view, rows),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page,
    pageSize,
    mayPinForProvince: await mayTuneProvince(view),
  }
}

export async function getPin(view: View, { params }: Pick<Input<typeof contract.getPin>, 'params'>): Promise<Pin> {
  const { rows } = await sql<PinRow>`
    SELECT p.* FROM search.pin p
    WHERE p.id = ${params.id} AND ${sql.join(await reach(view), sql` AND `)}`.execute(view.db)
  const [pin] = await presentPins(view, rows)
  if (!pin) throw notFound('pin')
  return pin
}

async function reach(view: View): Promise<RawBuilder<unknown>[]> {
  const sites = await reachedSites(view)
  const mine = sites?.map(({ id }) => id)
  return [sql`p.deleted_at IS NULL`, mine ? sql`(p.site_id IS NULL OR p.site_id = ANY (${mine}::uuid[]))` : sql`true`]
}

function conditions(view: View, { q, scope, state }: Query): RawBuilder<unknown>[] {
  const today = dayOf(view.now)
  const parts: RawBuilder<unknown>[] = []
  if (scope !== undefined) parts.push(scope === 'province' ? sql`p.site_id IS NULL` : sql`p.site_id = ${scope}`)
  if (state === 'off') parts.push(sql`NOT p.is_on`)
  if (state === 'ended') parts.push(sql`p.is_on AND p.ends_on < ${today}::date`)
  if (state === 'on') parts.push(sql`p.is_on AND (p.ends_on IS NULL OR p.ends_on >= ${today}::date)`)
  if (state === 'broken') parts.push(isBroken(view.now))
  if (q) {
    const pattern = anywhere(keyOf(q))
    parts.push(sql`(lower(p.note) LIKE ${pattern} OR EXISTS (SELECT FROM unnest(p.words) AS w WHERE lower(w) LIKE ${pattern})
      OR EXISTS (SELECT FROM jsonb_array_elements(p.docs) d WHERE lower(d->>'title') LIKE ${pattern}))`)
  }
  return parts
}

/** The same as `standingOfDocs` says, for the kinds that can be taken away. */
const isBroken = (now: Date): RawBuilder<unknown> => sql`EXISTS (
  SELECT FROM jsonb_array_elements(p.docs) d,
    LATERAL (SELECT split_part(d->>'id', ':', 1) AS kind, split_part(d->>'id', ':', 2)::uuid AS id) x
  WHERE CASE x.kind
    WHEN 'item' THEN NOT ${shown(now)} WHEN 'file' THEN NOT ${shown(now)}
    WHEN 'organisation' THEN NOT EXISTS (SELECT FROM organisations.v_directory o WHERE o.id = x.id AND NOT o.is_abolished)
    WHEN 'site' THEN NOT EXISTS (SELECT FROM sites.v_site s WHERE s.id = x.id AND s.state = 'running')
    WHEN 'channel' THEN NOT EXISTS (SELECT FROM sites.v_channel c WHERE c.id = x.id AND c.archived_at IS NULL)
    ELSE false END)`

const shown = (now: Date): RawBuilder<unknown> => sql`EXISTS (
  SELECT FROM library.v_standing s WHERE s.item_id = x.id
    AND s.valid_from <= ${now} AND s.valid_to > ${now} AND s.visible_from <= ${now} AND s.visible_until > ${now})`

export async function presentPins(view: View, rows: readonly PinRow[]): Promise<Pin[]> {
  const standings = await standingOfDocs(view, [...new Set(rows.flatMap(({ docs }) => docs.map(({ id }) => id)))])
  const sites = await sitesByIds(view, [...new Set(rows.flatMap(({ site_id }) => site_id ?? []))])
  const reached = await reachedSites(view)
  const mine = reached && new Set(reached.map(({ id }) => id))
  const today = dayOf(view.now)
  return rows.map((row) => ({
    id: row.id,
    words: row.words,
    docs: row.docs.map((doc) => {
      const standing = standings.get(doc.id)
      return {
        id: doc.id,
        title: standing?.title ?? doc.title,
        isBroken: standing?.isBroken ?? true,
        siteName: standing?.siteName ?? null,
        host: standing?.host ?? null,
        path: standing?.path ?? null,
      }
    }),
    siteId: row.site_id,
    siteName: row.site_id === null ? null : (sites.get(row.site_id)?.name ?? null),
    endsOn: row.ends_on,
    note: row.note,
    state: !row.is_on ? 'off' : row.ends_on !== null && row.ends_on < today ? 'ended' : 'on',
    mayChange: mine === null || (row.site_id !== null && mine.has(row.site_id)),
    version: row.version,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by_name,
  }))
}
