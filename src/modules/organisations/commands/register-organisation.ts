import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Organisation, registerOrganisation as contract } from '../contract.ts'
import { organisationRegistered } from '../events.ts'
import { canManageOrganisation } from '../policies.ts'
import { getOrganisation } from '../queries/get-organisation.ts'
import { checkFields } from './check-fields.ts'
import { writePersons } from './write-persons.ts'

export async function registerOrganisation(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<Organisation> {
  const parent = await work.db
    .selectFrom('organisations.organisation')
    .select(['path', 'abolished_on'])
    .where('id', '=', body.parentId)
    .executeTakeFirst()
  if (!parent) throw new Problem('parent-unknown', 422, { pointer: '/body/parentId' })
  if (!canManageOrganisation(work.actor, parent.path)) throw forbidden()
  if (parent.abolished_on !== null) throw new Problem('parent-abolished', 409)
  await checkFields(work, body, null)
  const id = newId()
  const { rows } = await sql<{ id: string }>`
    INSERT INTO organisations.organisation (id, no, code, name, short_name, kind, division_id, parent_id, path, position,
      uscc, phone, address, office_hours, functions, updated_at) OVERRIDING SYSTEM VALUE
    SELECT ${id}, n.no, ${body.code}, ${body.name}, ${body.shortName}, ${body.kind}, ${body.divisionId}::uuid, p.id,
      p.path || n.no || '/', ${body.position}::int, ${body.uscc}, ${body.phone}, ${body.address}, ${body.officeHours},
      ${body.functions}, ${work.now}::timestamptz
    FROM (SELECT id, path FROM organisations.organisation WHERE id = ${body.parentId} AND abolished_on IS NULL FOR SHARE) AS p,
      (SELECT nextval(pg_get_serial_sequence('organisations.organisation', 'no')) AS no) AS n
    ON CONFLICT (code) DO NOTHING RETURNING id`.execute(work.db)
  if (rows.length === 0) throw wrongState('organisation-code-taken', { code: body.code })
  await writePersons(work, id, body.persons)
  work.record({
    action: 'organisation.register',
    target: { kind: 'organisation', id, label: body.name },
    organisationId: id,
    after: body,
  })
  work.emit(organisationRegistered({ organisationId: id }))
  return getOrganisation(work, { params: { id } })
}
