import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { listOrganisations as contract } from '../contract.ts'
import { type NodeRecord, presentNode } from '../presenters.ts'

const CAP = 10_000

type Row = NodeRecord & { division_name: string; uscc: string | null; path_name: string }

const SORTS = {
  tree: sql`o.path COLLATE "C"`,
  name: sql`o.name, o.no`,
  '-updatedAt': sql`o.updated_at DESC, o.no DESC`,
}

/** Finds organisations by any piece of name or code, each with the names on the way to it. */
export async function listOrganisations(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  const { page, pageSize } = query
  const from = sql`FROM organisations.organisation o WHERE ${sql.join(conditions(query), sql` AND `)}`
  const counted = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 ${from} LIMIT ${CAP + 1}) AS counted`.execute(view.db)
  const count = counted.rows[0]?.count ?? 0
  // Nothing is looked for twice where nothing is.
  if (count === 0) return { items: [], total: 0, isCapped: false, page, pageSize }
  const { rows } = await sql<Row>`
    WITH hit AS (SELECT o.* ${from} ORDER BY ${SORTS[query.sort]} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize})
    SELECT o.id, o.code, o.name, o.short_name, o.kind, o.parent_id, o.abolished_on, o.uscc, d.name AS division_name,
      EXISTS (SELECT 1 FROM organisations.organisation c WHERE c.parent_id = o.id AND c.abolished_on IS NULL) AS has_children,
      coalesce((
        WITH RECURSIVE up AS (
          SELECT p.parent_id, p.name, 1 AS height FROM organisations.organisation p WHERE p.id = o.parent_id
          UNION ALL
          SELECT p.parent_id, p.name, up.height + 1 FROM organisations.organisation p JOIN up ON p.id = up.parent_id
        ) SELECT string_agg(name, ' / ' ORDER BY height DESC) || ' / ' FROM up
      ), '') || o.name AS path_name
    FROM hit o JOIN organisations.division d ON d.id = o.division_id ORDER BY ${SORTS[query.sort]}`.execute(view.db)
  return {
    items: rows.map((row) => ({
      ...presentNode(row),
      pathName: row.path_name,
      divisionName: row.division_name,
      uscc: row.uscc,
    })),
    total: Math.min(count, CAP),
    isCapped: count > CAP,
    page,
    pageSize,
  }
}

function conditions(query: Input<typeof contract>['query']) {
  const parts = [sql`true`]
  if (query.text) {
    const pattern = `%${query.text.replaceAll(/[\\%_]/g, '\\$&')}%`
    // Without letters there is no case to fold, and LIKE costs a fraction of ILIKE.
    const like = /[a-z]/i.test(query.text) ? sql`ILIKE` : sql`LIKE`
    // Codes are letters and digits.
    const names = ['name', 'short_name', ...(/^[\w-]+$/.test(query.text) ? ['code', 'uscc'] : [])]
    const columns = names.map((name) => sql`${sql.ref(`o.${name}`)} ${like} ${pattern}`)
    parts.push(sql`(${sql.join(columns, sql` OR `)})`)
  }
  if (query.kind) parts.push(sql`o.kind = ${query.kind}`)
  if (query.divisionId) parts.push(sql`o.division_id = ${query.divisionId}`)
  if (query.underId) {
    parts.push(sql`o.path LIKE (SELECT u.path || '%' FROM organisations.organisation u WHERE u.id = ${query.underId})`)
  }
  if (query.state === 'active') parts.push(sql`o.abolished_on IS NULL`)
  if (query.state === 'abolished') parts.push(sql`o.abolished_on IS NOT NULL`)
  return parts
}
