import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { listDivisionChildren as contract } from '../contract.ts'
import { type DivisionRecord, presentDivision } from '../presenters.ts'
import { dayOf } from '../rules.ts'

/** The divisions directly below, as they stood on a day. */
export async function listDivisionChildren(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  const on = query.on ?? dayOf(view.now)
  const standing = (alias: string) => {
    const [from, until] = [sql.ref(`${alias}.valid_from`), sql.ref(`${alias}.valid_until`)]
    return sql`${from} <= ${on}::date AND (${until} IS NULL OR ${until} > ${on}::date)`
  }
  const below = query.parentId === undefined ? sql`d.parent_id IS NULL` : sql`d.parent_id = ${query.parentId}`
  const { rows } = await sql<DivisionRecord & { has_children: boolean }>`
    SELECT d.*, EXISTS (SELECT 1 FROM organisations.division c WHERE c.parent_id = d.id AND ${standing('c')}) AS has_children
    FROM organisations.division d WHERE ${below} AND ${standing('d')} ORDER BY d.code, d.id LIMIT 2000`.execute(view.db)
  return { items: rows.map((row) => ({ ...presentDivision(row), hasChildren: row.has_children })) }
}
