import type { View } from '../../../kernel/work.ts'

export type ResponsiblePerson = { id: string; name: string; title: string; duties: string }

/** The responsible persons of an organisation, in their order. */
export function listPersons(view: View, organisationId: string): Promise<ResponsiblePerson[]> {
  return view.db
    .selectFrom('organisations.person')
    .select(['id', 'name', 'title', 'duties'])
    .where('organisation_id', '=', organisationId)
    .orderBy('position')
    .orderBy('id')
    .execute()
}
