import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import { hashPassword } from '../passwords.ts'

/** Writes a password and remembers it, so that it is not taken again. */
export async function setPassword(
  work: Work,
  accountId: string,
  { password, mustChange }: { password: string; mustChange: boolean },
): Promise<void> {
  const hash = await hashPassword(password)
  await work.db
    .updateTable('identity.account')
    .set({
      password_hash: hash,
      password_set_at: work.now,
      must_change_password: mustChange,
      failed_count: 0,
      locked_until: null,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', accountId)
    .execute()
  await work.db
    .insertInto('identity.password_history')
    .values({ account_id: accountId, password_hash: hash, set_at: work.now })
    .onConflict((conflict) => conflict.columns(['account_id', 'set_at']).doUpdateSet({ password_hash: hash }))
    .execute()
}
