import type { View } from '../../../kernel/work.ts'

export type OrganisationPlace = {
  id: string
  name: string
  shortName: string
  path: string
  isAbolished: boolean
  phone: string
  address: string
  officeHours: string
  functions: string
}

/** Where an organisation stands in the tree, and how to reach it. */
export async function findOrganisationPlace(view: View, id: string): Promise<OrganisationPlace | null> {
  const row = await view.db
    .selectFrom('organisations.organisation')
    .select(['id', 'name', 'short_name', 'path', 'abolished_on', 'phone', 'address', 'office_hours', 'functions'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    shortName: row.short_name,
    path: row.path,
    isAbolished: row.abolished_on !== null,
    phone: row.phone,
    address: row.address,
    officeHours: row.office_hours,
    functions: row.functions,
  }
}
