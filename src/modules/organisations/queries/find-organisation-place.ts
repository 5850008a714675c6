import type { View } from '../../../kernel/work.ts'

export type OrganisationPlace = { id: string; name: string; path: string; isAbolished: boolean }

/** Where an organisation stands in the tree. */
export async function findOrganisationPlace(view: View, id: string): Promise<OrganisationPlace | null> {
  const row = await view.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'name', 'path', 'is_abolished'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? { id: row.id, name: row.name, path: row.path, isAbolished: row.is_abolished } : null
}
