import { sql } from 'kysely'
import type { View } from '../../kernel/work.ts'
import type { Tree } from './contract.ts'

/** A place that a role can hang on. `wallPath` is where it stands in the tree of organisations. */
export type Scope = { tree: Tree; id: string; name: string; path: string; wallPath: string }

/** Sites stand above this module, so whoever builds the list of modules says how one is found. */
export type FindSite = (
  view: View,
  siteId: string,
) => Promise<{ id: string; name: string; path: string; ownerPath: string } | null>

export type Ports = { findSite: FindSite }

export async function findScope(view: View, ports: Ports, wanted: { tree: Tree; id: string }): Promise<Scope | null> {
  if (wanted.tree === 'site') {
    const site = await ports.findSite(view, wanted.id)
    return site && { tree: 'site', id: site.id, name: site.name, path: site.path, wallPath: site.ownerPath }
  }
  return findOrganisation(view, wanted.id)
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
