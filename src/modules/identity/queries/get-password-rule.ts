import type { Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { type getPasswordRule as contract, PasswordRule } from '../contract.ts'

/** The rules in force, since when, and who set them. */
export async function getPasswordRule(view: View): Promise<Reply<typeof contract>> {
  const row = await view.db
    .selectFrom('identity.rule as r')
    .leftJoin('identity.account as a', 'a.id', 'r.set_by')
    .select(['r.rule', 'r.valid_from', 'a.name'])
    .where('r.valid_from', '<=', view.now)
    .orderBy('r.valid_from', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { rule: PasswordRule.parse(row.rule), validFrom: row.valid_from.toISOString(), setByName: row.name }
}
