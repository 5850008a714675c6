import type { Work } from '../../../kernel/work.ts'
import type { PasswordRule } from '../contract.ts'
import { countFailure, isLocked } from '../rules.ts'
import { digestOf } from '../tokens.ts'

const KEPT = 24 * 3_600_000

/** Counts a try at a login that nobody has, under its digest. Says until when it is locked, if it is. */
export async function countUnknownLogin(work: Work, login: string, rule: PasswordRule): Promise<Date | null> {
  const digest = digestOf(login.toLowerCase())
  await work.db
    .deleteFrom('identity.unknown_login')
    .where('last_at', '<', new Date(work.now.getTime() - KEPT))
    .execute()
  const known = await work.db
    .insertInto('identity.unknown_login')
    .values({ digest, failed_count: 0, last_at: work.now })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ last_at: work.now }))
    .returning(['failed_count', 'locked_until'])
    .executeTakeFirstOrThrow()
  if (isLocked(known, work.now)) return known.locked_until
  const tries = countFailure(known, rule, work.now)
  await work.db.updateTable('identity.unknown_login').set(tries).where('digest', '=', digest).execute()
  return tries.locked_until
}
