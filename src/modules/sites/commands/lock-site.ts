import { forbidden, notFound, versionConflict } from '../../../kernel/problem.ts'
import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import type { StoredSite } from '../tables.ts'

/** The site, held until the commit. */
export async function lockSite(work: Work, id: string): Promise<StoredSite> {
  const site = await work.db.selectFrom('sites.site').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (site) return site
  // FOR UPDATE sees only what lies inside the actor's wall; reading sees every site.
  const isThere = await work.db.selectFrom('sites.site').select('id').where('id', '=', id).executeTakeFirst()
  throw isThere ? forbidden() : notFound('site')
}

export function refuseStale(row: { version: number }, expected: number): void {
  if (row.version !== expected) throw versionConflict(row.version)
}

const REGISTER_LOCK = 77_310

/** One change of names, hosts or places at a time: what is free when looked up is still free when written. */
export async function lockRegister(work: Work): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${REGISTER_LOCK})`.execute(work.db)
}
