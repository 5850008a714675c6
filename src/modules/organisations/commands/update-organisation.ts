import type { Input } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Organisation, updateOrganisation as contract } from '../contract.ts'
import { organisationRenamed } from '../events.ts'
import { getOrganisation } from '../queries/get-organisation.ts'
import { changesBetween } from '../rules.ts'
import { checkFields } from './check-fields.ts'
import { lockOrganisation } from './lock-organisation.ts'

export async function updateOrganisation(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Organisation> {
  const row = await lockOrganisation(work, params.id, body.expectedVersion)
  await checkFields(work, body, row.id)
  const fields = {
    name: body.name,
    short_name: body.shortName,
    kind: body.kind,
    division_id: body.divisionId,
    position: body.position,
    uscc: body.uscc,
    phone: body.phone,
    address: body.address,
    office_hours: body.officeHours,
    functions: body.functions,
  }
  const changes = changesBetween(row, fields)
  if (changes === null) return getOrganisation(work, { params })
  await work.db
    .updateTable('organisations.organisation')
    .set({ ...fields, version: row.version + 1, updated_at: work.now })
    .where('id', '=', row.id)
    .execute()
  work.record({
    action: 'organisation.update',
    target: { kind: 'organisation', id: row.id, label: body.name },
    organisationId: row.id,
    ...changes,
  })
  if (row.name !== body.name) work.emit(organisationRenamed({ organisationId: row.id, name: body.name }))
  return getOrganisation(work, { params })
}
