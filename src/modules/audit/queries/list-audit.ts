import { type RawBuilder, sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { listAudit as contract } from '../contract.ts'
import { type EntryRow, presentEntry } from '../presenters.ts'
import { entriesFor, NEWEST_FIRST, TEXT_WINDOW, textCondition, windowEnd } from './entries.ts'

const CAP = 10_000

/** The trail, newest first. Older than the pages reach: by time, which an index serves at any depth. */
export async function listAudit(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  const { page, pageSize } = query
  if (page * pageSize > CAP) throw new Problem('audit-too-deep', 422, { most: CAP })
  const filtered = await entriesFor(view, query)
  const { rows, count } = query.text
    ? await findText(view, filtered, { text: query.text, page, pageSize })
    : await readPage(view, filtered, { page, pageSize })
  return {
    items: rows.map(presentEntry),
    total: Math.min(count, CAP),
    isCapped: count > CAP,
    page,
    pageSize,
    searchedBackTo: query.text ? ((await windowEnd(view, filtered))?.toISOString() ?? null) : null,
  }
}

type Paging = { page: number; pageSize: number }
type Found = { rows: EntryRow[]; count: number }

const NAMED = sql`SELECT e.*, o.name AS organisation_name FROM hit e
  LEFT JOIN organisations.v_directory o ON o.id = e.organisation_id ${NEWEST_FIRST}`

async function readPage(view: View, from: RawBuilder<unknown>, { page, pageSize }: Paging): Promise<Found> {
  const { rows } = await sql<EntryRow>`
    WITH hit AS (SELECT e.* ${from} ${NEWEST_FIRST} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize})
    ${NAMED}`.execute(view.db)
  const counted = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 ${from} LIMIT ${CAP + 1}) AS counted`.execute(view.db)
  return { rows, count: counted.rows[0]?.count ?? 0 }
}

/** Looks through the texts once, for the page and the count together. */
async function findText(
  view: View,
  from: RawBuilder<unknown>,
  { text, page, pageSize }: Paging & { text: string },
): Promise<Found> {
  const { rows } = await sql<{ count: number; items: { chain: number; seq: number }[] }>`
    WITH recent AS (SELECT e.* ${from} ORDER BY e.at DESC LIMIT ${TEXT_WINDOW}),
    found AS MATERIALIZED (
      SELECT e.at, e.chain, e.seq FROM recent e WHERE ${textCondition(text)} LIMIT ${CAP + 1}
    ), wanted AS (SELECT * FROM found e ${NEWEST_FIRST} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize})
    SELECT (SELECT count(*) FROM found) AS count,
      coalesce((SELECT json_agg(json_build_object('chain', chain, 'seq', seq)) FROM wanted), '[]') AS items`.execute(
    view.db,
  )
  const { items, count } = rows[0] ?? { items: [], count: 0 }
  const entries = await sql<EntryRow>`
    WITH hit AS (
      SELECT e.* FROM audit.entry e
      JOIN unnest(${items.map((one) => one.chain)}::int[], ${items.map((one) => one.seq)}::bigint[]) AS w(chain, seq)
        ON w.chain = e.chain AND w.seq = e.seq
    ) ${NAMED}`.execute(view.db)
  return { rows: entries.rows, count }
}
