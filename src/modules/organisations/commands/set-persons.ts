import type { Input } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Organisation, setPersons as contract } from '../contract.ts'
import { getOrganisation } from '../queries/get-organisation.ts'
import { listPersons } from '../queries/list-persons.ts'
import { lockOrganisation } from './lock-organisation.ts'
import { writePersons } from './write-persons.ts'

export async function setPersons(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Organisation> {
  const row = await lockOrganisation(work, params.id, body.expectedVersion)
  const before = (await listPersons(work, row.id)).map(({ id: _id, ...person }) => person)
  await writePersons(work, row.id, body.persons)
  await work.db
    .updateTable('organisations.organisation')
    .set({ version: row.version + 1, updated_at: work.now })
    .where('id', '=', row.id)
    .execute()
  work.record({
    action: 'organisation.set-persons',
    target: { kind: 'organisation', id: row.id, label: row.name },
    organisationId: row.id,
    before,
    after: body.persons,
  })
  return getOrganisation(work, { params })
}
