import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { moveOrganisation as contract, Organisation } from '../contract.ts'
import { organisationMoved } from '../events.ts'
import { canManageOrganisation } from '../policies.ts'
import { getOrganisation } from '../queries/get-organisation.ts'
import { lockOrganisation } from './lock-organisation.ts'

/** Puts an organisation and all below it under another parent; one statement rewrites every path. */
export async function moveOrganisation(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Organisation> {
  // Two moves at once could put each subtree below the other.
  await sql`SELECT pg_advisory_xact_lock(hashtext('organisations.move'))`.execute(work.db)
  const row = await lockOrganisation(work, params.id, body.expectedVersion)
  if (row.parent_id === null) throw new Problem('root-stays', 409)
  const parent = await work.db
    .selectFrom('organisations.organisation')
    .select(['id', 'path', 'abolished_on', 'name'])
    .where('id', '=', body.parentId)
    .executeTakeFirst()
  if (!parent) throw new Problem('parent-unknown', 422, { pointer: '/body/parentId' })
  if (!canManageOrganisation(work.actor, parent.path)) throw forbidden()
  if (parent.abolished_on !== null) throw new Problem('parent-abolished', 409)
  if (parent.path.startsWith(row.path)) throw new Problem('move-into-itself', 409)
  if (parent.id === row.parent_id) return getOrganisation(work, { params })
  const newPath = `${parent.path}${row.path.split('/').at(-2)}/`
  await sql`
    UPDATE organisations.organisation
    SET path = ${newPath} || substr(path, ${row.path.length + 1}::int),
      parent_id = CASE WHEN id = ${row.id} THEN ${parent.id}::uuid ELSE parent_id END,
      version = CASE WHEN id = ${row.id} THEN version + 1 ELSE version END,
      updated_at = CASE WHEN id = ${row.id} THEN ${work.now}::timestamptz ELSE updated_at END
    WHERE path LIKE ${`${row.path}%`}`.execute(work.db)
  work.record({
    action: 'organisation.move',
    target: { kind: 'organisation', id: row.id, label: row.name },
    organisationId: row.id,
    before: { parentId: row.parent_id, path: row.path },
    after: { parentId: parent.id, path: newPath },
  })
  work.emit(organisationMoved({ organisationId: row.id, oldPath: row.path, newPath }))
  return getOrganisation(work, { params })
}
