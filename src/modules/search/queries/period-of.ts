import { type RawBuilder, sql } from 'kysely'
import { invalid } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { dayOf, daysFrom } from '../days.ts'
import { faultAt } from '../rules.ts'
import { reachedSites } from './reach-of.ts'

const USUAL_DAYS = 30
const MOST_DAYS = 731

export type Period = { from: string; until: string; days: number }
type Asked = { from?: string | undefined; until?: string | undefined }

/** The last thirty days unless said otherwise. */
export function periodOf(view: View, asked: Asked): Period {
  const until = asked.until ?? dayOf(view.now)
  const from = asked.from ?? daysFrom(until, 1 - USUAL_DAYS)
  if (from > until) throw invalid([faultAt('/query/until', 'fault.search.period')])
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000 + 1
  if (days > MOST_DAYS) throw invalid([faultAt('/query/from', 'fault.search.long-period', { max: MOST_DAYS })])
  return { from, until, days }
}

/** The condition on `q.place` that keeps everybody to the sites they answer for; with a site, to it and those below it. */
export async function placesReached(view: View, siteId: string | undefined): Promise<RawBuilder<unknown>> {
  const reached = await reachedSites(view)
  const mine = reached === null ? sql`true` : sql`q.place = ANY (${reached.map(({ code }) => code)}::text[])`
  if (siteId === undefined) return mine
  return sql`${mine} AND q.place IN (
    SELECT b.code FROM sites.v_site s JOIN sites.v_site b ON starts_with(b.path, s.path) WHERE s.id = ${siteId})`
}
