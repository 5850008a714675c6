import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { dayOf, daysFrom } from '../days.ts'
import { keyOf } from '../rules.ts'
import type { Outcome } from '../tables.ts'
import { anywhere, COUNT_CAP } from './list-synonyms.ts'
import { placesReached } from './period-of.ts'
import { mayTuneProvince } from './reach-of.ts'

const DAYS = 90

type Query = Input<typeof contract.listWorkWords>['query']
type Row = {
  words: string
  zero: number
  searches: number
  firstDay: string
  lastDay: string
  outcome: Outcome | null
  note: string
  returnsOn: string
  changedAt: Date
  changedBy: string
  isBack: boolean
}

const ORDERS: Record<Query['sort'], RawBuilder<unknown>> = {
  '-zero': sql`f.zero DESC`,
  '-lastDay': sql`f."lastDay" DESC, f.zero DESC`,
  words: sql`f.words`,
  '-settledAt': sql`f."changedAt" DESC NULLS LAST`,
}

/** In which state a word is: seen to means that it has found nothing since the day from which it may come back. */
const STATES: Record<Query['state'], RawBuilder<unknown>> = {
  open: sql`(f.outcome IS NULL OR f."isBack")`,
  back: sql`f.outcome IS NOT NULL AND f."isBack"`,
  settled: sql`f.outcome IS NOT NULL AND NOT f."isBack"`,
}

/** Words that found nothing in the last ninety days, until somebody has seen to them, and again when that did not help. */
export async function listWorkWords(
  view: View,
  { query }: Pick<Input<typeof contract.listWorkWords>, 'query'>,
): Promise<Reply<typeof contract.listWorkWords>> {
  const { page, pageSize, q, state, outcome, sort } = query
  const found = sql`
    SELECT f.* FROM (
      SELECT z.*, s.outcome, s.note, s.returns_on AS "returnsOn", s.changed_at AS "changedAt",
        s.changed_by_name AS "changedBy", z."lastDay" >= s.returns_on IS TRUE AS "isBack"
      FROM (
        SELECT q.words, sum(q.zero)::int AS zero, sum(q.searches)::int AS searches,
          min(q.day) FILTER (WHERE q.zero > 0) AS "firstDay", max(q.day) FILTER (WHERE q.zero > 0) AS "lastDay"
        FROM search.query_day q
        WHERE q.day > ${daysFrom(dayOf(view.now), -DAYS)}::date AND q.words <> '' AND ${await placesReached(view, undefined)}
          ${q ? sql`AND q.words LIKE ${anywhere(keyOf(q))}` : sql``}
        GROUP BY q.words HAVING sum(q.zero) > 0
      ) z LEFT JOIN search.settled_word s ON s.words = z.words
    ) f WHERE ${STATES[state]} ${outcome ? sql`AND f.outcome = ${outcome}` : sql``}`
  const { rows } = await sql<Row>`
    SELECT f.* FROM (${found}) f ORDER BY ${ORDERS[sort]}, f.words
    LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`.execute(view.db)
  const counted = await sql<{ total: number }>`
    SELECT count(*) AS total FROM (${found} LIMIT ${COUNT_CAP + 1}) c`.execute(view.db)
  const total = counted.rows[0]?.total ?? 0
  return {
    items: rows.map(present),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page,
    pageSize,
    mayChange: await mayTuneProvince(view),
  }
}

const present = (row: Row): Reply<typeof contract.listWorkWords>['items'][number] => ({
  words: row.words,
  zero: row.zero,
  searches: row.searches,
  firstDay: row.firstDay,
  lastDay: row.lastDay,
  settled:
    row.outcome === null
      ? null
      : {
          outcome: row.outcome,
          note: row.note,
          returnsOn: row.returnsOn,
          changedAt: row.changedAt.toISOString(),
          changedBy: row.changedBy,
        },
  isBack: row.isBack,
})
