import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

export async function countOrganisations(view: View): Promise<number> {
  const row = await view.db
    .selectFrom('organisations.organisation')
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}
