import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { listDivisions as contract } from '../contract.ts'
import { type DivisionRecord, presentDivision } from '../presenters.ts'

const CAP = 10_000
const SORTS = {
  code: sql`d.code, d.level, d.id`,
  name: sql`d.name, d.code, d.id`,
  validFrom: sql`d.valid_from DESC, d.id`,
}

/** Finds divisions by a piece of the name or the beginning of the code. */
export async function listDivisions(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  const { page, pageSize } = query
  const from = sql`FROM organisations.division d WHERE ${sql.join(conditions(query), sql` AND `)}`
  const { rows } = await sql<DivisionRecord & { path_name: string }>`
    WITH hit AS (SELECT d.* ${from} ORDER BY ${SORTS[query.sort]} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize})
    SELECT d.*, coalesce((
      WITH RECURSIVE up AS (
        SELECT p.parent_id, p.name, 1 AS height FROM organisations.division p WHERE p.id = d.parent_id
        UNION ALL
        SELECT p.parent_id, p.name, up.height + 1 FROM organisations.division p JOIN up ON p.id = up.parent_id
      ) SELECT string_agg(name, ' / ' ORDER BY height DESC) || ' / ' FROM up
    ), '') || d.name AS path_name
    FROM hit d ORDER BY ${SORTS[query.sort]}`.execute(view.db)
  const counted = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 ${from} LIMIT ${CAP + 1}) AS counted`.execute(view.db)
  const count = counted.rows[0]?.count ?? 0
  return {
    items: rows.map((row) => ({ ...presentDivision(row), pathName: row.path_name })),
    total: Math.min(count, CAP),
    isCapped: count > CAP,
    page,
    pageSize,
  }
}

function conditions(query: Input<typeof contract>['query']) {
  const parts = [sql`true`]
  if (query.text) {
    const escaped = query.text.replaceAll(/[\\%_]/g, '\\$&')
    parts.push(sql`(d.name ILIKE ${`%${escaped}%`} OR d.code LIKE ${`${escaped}%`})`)
  }
  if (query.level) parts.push(sql`d.level = ${query.level}`)
  if (query.state === 'valid') parts.push(sql`d.valid_until IS NULL`)
  if (query.state === 'abolished') parts.push(sql`d.valid_until IS NOT NULL`)
  return parts
}
