import type { View } from '../../../kernel/work.ts'
import { PasswordRule } from '../contract.ts'

/** The password and session rules that hold now. */
export async function getRuleInForce(view: View): Promise<PasswordRule> {
  const row = await view.db
    .selectFrom('identity.rule')
    .select('rule')
    .where('valid_from', '<=', view.now)
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return PasswordRule.parse(row.rule)
}
