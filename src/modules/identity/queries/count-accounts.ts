import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

export async function countAccounts(view: View): Promise<number> {
  const row = await view.db
    .selectFrom('identity.account')
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}
