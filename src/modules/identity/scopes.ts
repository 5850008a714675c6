import { sql } from 'kysely'
import type { View } from '../../kernel/work.ts'
import type { Tree } from './contract.ts'

/** A place that a role can hang on. `wallPath` is where it stands in the tree of organisations. */
export type Scope = { tree: Tree; id: string; name: string; path: string; wallPath: string }

export async function findScope(view: View, wanted: { tree: Tree; id: string }): Promise<Scope | null> {
  return wanted.tree === 'site' ? findSite(view, wanted.id) : findOrganisation(view, wanted.id)
}

/** Sites stand above this module; the view they export is read because a grant must be checked against what is true now. */
async function findSite(view: View, id: string): Promise<Scope | null> {
  const { rows } = await sql<{ id: string; name: string; path: string; owner_path: string }>`
    SELECT id, name, path, owner_path FROM sites.v_site WHERE id = ${id}`.execute(view.db)
  const row = rows[0]
  return row ? { tree: 'site', id: row.id, name: row.name, path: row.path, wallPath: row.owner_path } : null
}

/** An organisation that still exists. */
export async function findOrganisation(view: View, id: string): Promise<Scope | null> {
  const row = await view.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'name', 'path'])
    .where('id', '=', id)
    .where('is_abolished', '=', false)
    .executeTakeFirst()
  return row ? { tree: 'organisation', id: row.id, name: row.name, path: row.path, wallPath: row.path } : null
}

/** How many organisations stand in a subtree. */
export async function countBelow(view: View, path: string): Promise<number> {
  const row = await view.db
    .selectFrom('organisations.v_directory')
    .select(sql<number>`count(*)`.as('count'))
    .where('path', 'like', `${path}%`)
    .where('is_abolished', '=', false)
    .executeTakeFirstOrThrow()
  return row.count
}
