import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

const DAYS = 14
/** What a single crowd asks on one day does not make a word hot. */
const LEAST_DAYS = 3

/** What is asked most and finds something: first on these sites, then anywhere. */
export async function hotWords(
  view: View,
  { place, today, limit }: { place: string; today: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ words: string }>`
    SELECT words FROM search.query_day
    WHERE day > ${today}::date - ${DAYS}::int AND day <= ${today}::date AND words <> ''
    GROUP BY words
    HAVING count(DISTINCT day) >= ${LEAST_DAYS} AND sum(zero) * 2 < sum(searches)
    ORDER BY coalesce(sum(searches) FILTER (WHERE place = ${place}), 0) * 3 + sum(searches) DESC, words
    LIMIT ${limit}
  `.execute(view.db)
  return rows.map(({ words }) => words)
}
