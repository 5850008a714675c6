import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { keyOf } from '../rules.ts'
import { figuresOf, type Sums, SUMS } from './get-search-figures.ts'
import { anywhere, COUNT_CAP } from './list-synonyms.ts'
import { periodOf, placesReached } from './period-of.ts'

type Query = Input<typeof contract.listSearchWords>['query']

const ORDERS: Record<Query['sort'], RawBuilder<unknown>> = {
  '-searches': sql`f.searches DESC`,
  '-zero': sql`f.zero DESC`,
  '-clicks': sql`f.clicks DESC`,
  clickShare: sql`f.clicks::float8 / f.searches, f.searches DESC`,
  '-clickShare': sql`f.clicks::float8 / f.searches DESC, f.searches DESC`,
  meanPosition: sql`f.positions::float8 / nullif(f.clicks, 0) NULLS LAST`,
  '-meanPosition': sql`f.positions::float8 / nullif(f.clicks, 0) DESC NULLS LAST`,
  words: sql`f.words`,
}

const ONLY = {
  zero: sql`WHERE f.zero > 0`,
  unclicked: sql`WHERE f.clicks = 0 AND f.zero < f.searches`,
}

/** What is asked, by words. Words that few ask are counted without their name and stand in no list. */
export async function listSearchWords(
  view: View,
  { query }: Pick<Input<typeof contract.listSearchWords>, 'query'>,
): Promise<Reply<typeof contract.listSearchWords>> {
  const { page, pageSize, q, only, sort } = query
  const { from, until } = periodOf(view, query)
  const found = sql`
    SELECT f.* FROM (
      SELECT q.words, max(q.day) AS "lastDay", ${SUMS} FROM search.query_day q
      WHERE q.day BETWEEN ${from}::date AND ${until}::date AND q.words <> '' AND ${await placesReached(view, query.siteId)}
        ${q ? sql`AND q.words LIKE ${anywhere(keyOf(q))}` : sql``}
      GROUP BY q.words HAVING sum(q.searches) > 0
    ) f ${only ? ONLY[only] : sql``}`
  const { rows } = await sql<Sums & { words: string; lastDay: string }>`
    SELECT f.* FROM (${found}) f ORDER BY ${ORDERS[sort]}, f.words
    LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`.execute(view.db)
  const counted = await sql<{ total: number }>`
    SELECT count(*) AS total FROM (${found} LIMIT ${COUNT_CAP + 1}) c`.execute(view.db)
  const total = counted.rows[0]?.total ?? 0
  return {
    items: rows.map((row) => ({ words: row.words, lastDay: row.lastDay, ...figuresOf(row) })),
    total: Math.min(total, COUNT_CAP),
    isCapped: total > COUNT_CAP,
    page,
    pageSize,
  }
}
