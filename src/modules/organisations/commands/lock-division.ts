import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { canManageDivision } from '../policies.ts'
import { findDivisionKeeper } from '../queries/find-division-keeper.ts'

/** Loads a division to change it: it exists, is the actor's to change, and is still valid. */
export async function lockDivision(work: Work, id: string) {
  const row = await work.db
    .selectFrom('organisations.division')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('division')
  if (!canManageDivision(work.actor, await findDivisionKeeper(work, id))) throw forbidden()
  if (row.valid_until !== null) throw new Problem('division-not-valid', 409)
  return row
}
