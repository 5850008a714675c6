import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import { DAYS_TO_NAME, isNameless, markOf } from '../rules-statistics.ts'

/** Searches and clicks since the last writing: the same day, words and place added up. */
export type Counted = {
  day: string
  words: string
  place: string
  searches: number
  zero: number
  /** How often each place in the list was opened. */
  positions: ReadonlyMap<number, number>
}

type Row = Omit<Counted, 'positions'> & { clicks: number; position_sum: number }
type Click = { day: string; words: string; place: string; position: number; clicks: number }

/** Adds to the statistics. Words that few have asked are counted without their name. */
export async function countSearches(work: Work, counted: readonly Counted[]): Promise<void> {
  if (counted.length === 0) return
  const named = await namedOf(work, counted)
  const rows = new Map<string, Row>()
  const clicks = new Map<string, Click>()
  for (const { day, place, searches, zero, positions, ...asked } of counted) {
    const words = named.has(asked.words) ? asked.words : ''
    const key = `${day}\n${words}\n${place}`
    const row = rows.get(key) ?? { day, words, place, searches: 0, zero: 0, clicks: 0, position_sum: 0 }
    row.searches += searches
    row.zero += zero
    for (const [position, times] of positions) {
      row.clicks += times
      row.position_sum += times * position
      const click = clicks.get(`${key}\n${position}`) ?? { day, words, place, position, clicks: 0 }
      click.clicks += times
      clicks.set(`${key}\n${position}`, click)
    }
    rows.set(key, row)
  }
  await addRows(work, sorted(rows))
  await addClicks(work, sorted(clicks))
}

/** In one order for everybody: processes that write at the same time do not block each other. */
const sorted = <T>(rows: ReadonlyMap<string, T>): T[] =>
  [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

async function addRows(work: Work, rows: readonly Row[]): Promise<void> {
  await work.db
    .insertInto('search.query_day')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['day', 'words', 'place']).doUpdateSet({
        searches: sql`query_day.searches + excluded.searches`,
        zero: sql`query_day.zero + excluded.zero`,
        clicks: sql`query_day.clicks + excluded.clicks`,
        position_sum: sql`query_day.position_sum + excluded.position_sum`,
      }),
    )
    .execute()
}

async function addClicks(work: Work, rows: readonly Click[]): Promise<void> {
  if (rows.length === 0) return
  await work.db
    .insertInto('search.click_day')
    .values([...rows])
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'words', 'place', 'position'])
        .doUpdateSet({ clicks: sql`click_day.clicks + excluded.clicks` }),
    )
    .execute()
}

/** Which of these words may be named; the others wait one day more. */
async function namedOf(work: Work, counted: readonly Counted[]): Promise<Set<string>> {
  const { secret } = await work.db.selectFrom('search.statistics_secret').select('secret').executeTakeFirstOrThrow()
  const nameable = [...new Set(counted.map(({ words }) => words))].filter((words) => !isNameless(words))
  const marks = new Map(nameable.map((words) => [words, markOf(words, secret)]))
  const day = counted.reduce((latest, one) => (one.day > latest ? one.day : latest), '')
  const { rows } = await sql<{ mark: number; days: number }>`
    INSERT INTO search.query_waiting AS w (mark, last_day)
    SELECT mark, ${day}::date FROM unnest(${[...new Set(marks.values())].toSorted((a, b) => a - b)}::int[]) AS m(mark)
    ON CONFLICT (mark) DO UPDATE SET days = w.days + CASE WHEN w.last_day < excluded.last_day THEN 1 ELSE 0 END,
      last_day = greatest(w.last_day, excluded.last_day)
    RETURNING mark, days
  `.execute(work.db)
  const known = new Set(rows.filter(({ days }) => days >= DAYS_TO_NAME).map(({ mark }) => mark))
  return new Set(nameable.filter((words) => known.has(marks.get(words) ?? -1)))
}

/** Marks nobody has asked for in this long begin anew; figures older than two years go. */
export async function forgetOldSearches(work: Work, today: string): Promise<void> {
  await sql`DELETE FROM search.query_waiting WHERE last_day < ${today}::date - 60`.execute(work.db)
  await sql`DELETE FROM search.query_day WHERE day < ${today}::date - 730`.execute(work.db)
  await sql`DELETE FROM search.click_day WHERE day < ${today}::date - 730`.execute(work.db)
}
