import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { daysFrom } from '../days.ts'
import { periodOf, placesReached } from './period-of.ts'

const MOST_PLACES = 20
/** What was opened further down is one bar. */
const LAST_POSITION = 11

type Figures = Reply<typeof contract.getSearchFigures>['now']
export type Sums = { searches: number; zero: number; clicks: number; positions: number }

export const SUMS = sql`coalesce(sum(q.searches), 0)::int AS searches, coalesce(sum(q.zero), 0)::int AS zero,
  coalesce(sum(q.clicks), 0)::int AS clicks, coalesce(sum(q.position_sum), 0)::bigint AS positions`

export const figuresOf = ({ searches, zero, clicks, positions }: Sums): Figures => ({
  searches,
  zero,
  clicks,
  meanPosition: clicks > 0 ? Number(positions) / clicks : null,
})

const NONE: Sums = { searches: 0, zero: 0, clicks: 0, positions: 0 }

/** How well the search does: in the period, before it, day by day, and where. */
export async function getSearchFigures(
  view: View,
  { query }: Pick<Input<typeof contract.getSearchFigures>, 'query'>,
): Promise<Reply<typeof contract.getSearchFigures>> {
  const { from, until, days } = periodOf(view, query)
  const reached = await placesReached(view, query.siteId)
  const within = (first: string, last: string) =>
    sql`WHERE q.day BETWEEN ${first}::date AND ${last}::date AND ${reached}`
  const here = within(from, until)
  const byDay = await sums<{ day: string }>(view, { what: sql`q.day`, where: here })
  const before = await sums(view, { what: null, where: within(daysFrom(from, -days), daysFrom(from, -1)) })
  const known = new Map(byDay.map((row) => [row.day, row]))
  const line = Array.from({ length: days }, (_, at) => daysFrom(from, at))
  return {
    from,
    until,
    now: figuresOf(byDay.reduce(added, NONE)),
    before: figuresOf(before[0] ?? NONE),
    days: line.map((day) => ({ day, ...figuresOf(known.get(day) ?? NONE) })),
    positions: await positionsOf(view, here),
    places: await placesOf(view, here),
    unnamed: (await sums(view, { what: null, where: sql`${here} AND q.words = ''` }))[0]?.searches ?? 0,
  }
}

const added = (a: Sums, b: Sums): Sums => ({
  searches: a.searches + b.searches,
  zero: a.zero + b.zero,
  clicks: a.clicks + b.clicks,
  positions: Number(a.positions) + Number(b.positions),
})

type Wish = { what: RawBuilder<unknown> | null; where: RawBuilder<unknown> }

async function sums<T>(view: View, { what, where }: Wish): Promise<(T & Sums)[]> {
  const { rows } = await (
    what
      ? sql<T & Sums>`SELECT ${what}, ${SUMS} FROM search.query_day q ${where} GROUP BY 1`
      : sql<T & Sums>`SELECT ${SUMS} FROM search.query_day q ${where}`
  ).execute(view.db)
  return rows
}

async function positionsOf(view: View, where: RawBuilder<unknown>) {
  const { rows } = await sql<{ position: number; clicks: number }>`
    SELECT least(q.position, ${LAST_POSITION}::int) AS position, sum(q.clicks)::int AS clicks
    FROM search.click_day q ${where} GROUP BY 1 ORDER BY 1`.execute(view.db)
  return rows
}

async function placesOf(view: View, where: RawBuilder<unknown>) {
  const { rows } = await sql<Sums & { place: string; siteId: string | null; name: string | null }>`
    SELECT f.*, s.id AS "siteId", s.name FROM (
      SELECT q.place, ${SUMS} FROM search.query_day q ${where} GROUP BY q.place ORDER BY 2 DESC, 1 LIMIT ${MOST_PLACES}
    ) f LEFT JOIN sites.v_site s ON s.code = f.place ORDER BY f.searches DESC, f.place`.execute(view.db)
  return rows.map(({ place, siteId, name, ...row }) => ({ siteId, name: name ?? place, ...figuresOf(row) }))
}
