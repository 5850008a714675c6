import { sql } from 'kysely'
import { subtrees } from '../../../kernel/actor.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { canTuneProvince, canTuneSite } from '../policies.ts'

/** Is the search of the whole province the actor's to tune? */
export async function mayTuneProvince(view: View): Promise<boolean> {
  const { rows } = await sql<{ organisations: string[]; sites: string[] }>`
    SELECT ARRAY(SELECT path FROM organisations.v_directory WHERE parent_id IS NULL AND NOT is_abolished) AS organisations,
      ARRAY(SELECT path FROM sites.v_site WHERE split_part(path, '/', 3) = '') AS sites`.execute(view.db)
  return canTuneProvince(view.actor, rows[0] ?? { organisations: [], sites: [] })
}

export async function demandProvince(view: View): Promise<void> {
  if (!(await mayTuneProvince(view))) throw forbidden({ permission: 'search.tune' })
}

export type ReachedSite = { id: string; code: string; name: string; path: string }

/** The sites for which the actor may tune the search; null: for all of them. */
export async function reachedSites(view: View): Promise<readonly ReachedSite[] | null> {
  if (await mayTuneProvince(view)) return null
  const [owners, sites] = ['organisation', 'site'].map((tree) => subtrees(view.actor, 'search.tune', tree))
  const { rows } = await sql<ReachedSite>`
    SELECT id, code, name, path FROM sites.v_site
    WHERE owner_path LIKE ANY (${owners}::text[]) OR path LIKE ANY (${sites}::text[])`.execute(view.db)
  return rows
}

/** The site that something is for; null: every one. A Problem where that is not the actor's to tune. */
export async function demandScope(view: View, siteId: string | null): Promise<void> {
  if (siteId === null) return demandProvince(view)
  const site = await view.db
    .selectFrom('sites.v_site')
    .select(['path', 'owner_path'])
    .where('id', '=', siteId)
    .executeTakeFirst()
  if (!site || !canTuneSite(view.actor, { site: site.path, organisation: site.owner_path })) {
    throw forbidden({ permission: 'search.tune' })
  }
}
