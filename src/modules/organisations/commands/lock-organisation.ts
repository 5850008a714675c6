import { forbidden, notFound, Problem, versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { canManageOrganisation } from '../policies.ts'

/** Loads an organisation to change it: it exists, is the actor's to change, still stands and is fresh. */
export async function lockOrganisation(work: Work, id: string, expectedVersion: number) {
  const row = await work.db.selectFrom('organisations.organisation').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('organisation')
  if (!canManageOrganisation(work.actor, row.path)) throw forbidden()
  // Row-level rules hide rows outside the wall from a lock, so it is taken only now.
  const fresh = await work.db
    .selectFrom('organisations.organisation')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!fresh) throw forbidden()
  if (fresh.abolished_on !== null) throw new Problem('organisation-abolished', 409)
  if (fresh.version !== expectedVersion) throw versionConflict(fresh.version)
  return fresh
}
