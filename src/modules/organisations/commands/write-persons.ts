import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'

type NewPerson = { name: string; title: string; duties: string }

/** The persons given are the responsible persons from now on, in this order. */
export async function writePersons(work: Work, organisationId: string, persons: readonly NewPerson[]): Promise<void> {
  await work.db.deleteFrom('organisations.person').where('organisation_id', '=', organisationId).execute()
  if (persons.length === 0) return
  await work.db
    .insertInto('organisations.person')
    .values(persons.map((person, position) => ({ id: newId(), organisation_id: organisationId, position, ...person })))
    .execute()
}
