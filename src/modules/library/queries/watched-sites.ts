import { sql } from 'kysely'
import { subtrees } from '../../../kernel/actor.ts'
import type { View } from '../../../kernel/work.ts'
import type { Watched } from '../policies.ts'

/** The sites for which the actor holds a permission; null: for every one. */
export async function watchedSites(view: View, permission: 'pages.watch' | 'pages.cancel'): Promise<Watched> {
  const [owners, sites] = ['organisation', 'site'].map((tree) => subtrees(view.actor, permission, tree))
  const { rows } = await sql<{ id: string; is_mine: boolean }>`
    SELECT id, owner_path LIKE ANY (${owners}::text[]) OR path LIKE ANY (${sites}::text[]) AS is_mine FROM sites.v_site
  `.execute(view.db)
  return rows.every((row) => row.is_mine) ? null : new Set(rows.filter((row) => row.is_mine).map((row) => row.id))
}
