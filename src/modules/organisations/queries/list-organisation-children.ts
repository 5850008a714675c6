import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type { listOrganisationChildren as contract } from '../contract.ts'
import { type NodeRecord, presentNode } from '../presenters.ts'

const MOST = 2000

/** One level of the tree; asked for when a node is opened, so its size does not matter. */
export async function listOrganisationChildren(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  const below = query.parentId === undefined ? sql`o.parent_id IS NULL` : sql`o.parent_id = ${query.parentId}`
  const standing = (alias: string) => (query.state === 'all' ? sql`` : sql`AND ${sql.ref(alias)}.abolished_on IS NULL`)
  const { rows } = await sql<NodeRecord>`
    SELECT o.id, o.code, o.name, o.short_name, o.kind, o.parent_id, o.abolished_on,
      EXISTS (SELECT 1 FROM organisations.organisation c WHERE c.parent_id = o.id ${standing('c')}) AS has_children
    FROM organisations.organisation o WHERE ${below} ${standing('o')}
    ORDER BY o.position, o.no LIMIT ${MOST + 1}`.execute(view.db)
  return { items: rows.slice(0, MOST).map(presentNode), isCapped: rows.length > MOST }
}
