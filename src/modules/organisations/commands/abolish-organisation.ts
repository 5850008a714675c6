import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { abolishOrganisation as contract, Organisation } from '../contract.ts'
import { organisationAbolished } from '../events.ts'
import { getOrganisation } from '../queries/get-organisation.ts'
import { lockOrganisation } from './lock-organisation.ts'

/** The organisation stays on record, with who took over from it. */
export async function abolishOrganisation(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Organisation> {
  const row = await lockOrganisation(work, params.id, body.expectedVersion)
  if (row.parent_id === null) throw new Problem('root-stays', 409)
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM organisations.organisation
    WHERE parent_id = ${row.id} AND abolished_on IS NULL`.execute(work.db)
  const count = rows[0]?.count ?? 0
  if (count > 0) throw new Problem('organisation-has-children', 409, { count })
  if (body.successorId !== null) await checkSuccessor(work, body.successorId, row.id)
  await work.db
    .updateTable('organisations.organisation')
    .set({
      abolished_on: body.on,
      successor_id: body.successorId,
      version: row.version + 1,
      updated_at: work.now,
    })
    .where('id', '=', row.id)
    .execute()
  work.record({
    action: 'organisation.abolish',
    target: { kind: 'organisation', id: row.id, label: row.name },
    organisationId: row.id,
    after: { abolishedOn: body.on, successorId: body.successorId },
  })
  work.emit(organisationAbolished({ organisationId: row.id, successorId: body.successorId, on: body.on }))
  return getOrganisation(work, { params })
}

async function checkSuccessor(work: Work, id: string, ownId: string): Promise<void> {
  const successor = await work.db
    .selectFrom('organisations.organisation')
    .select('abolished_on')
    .where('id', '=', id)
    .executeTakeFirst()
  if (id === ownId || !successor || successor.abolished_on !== null) {
    throw new Problem('organisation-has-no-successor', 409)
  }
}
