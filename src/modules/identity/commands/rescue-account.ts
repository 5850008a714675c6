import { sql } from 'kysely'
import { notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { getRuleInForce } from '../queries/get-rule-in-force.ts'
import { temporaryPassword } from '../temporary-password.ts'
import { revokeSessionsOf } from './revoke-sessions-of.ts'
import { setPassword } from './set-password.ts'
import { labelOf } from '../rules.ts'

/** For the operator's command line, when no administrator can sign in any more: enabled, unlocked, temporary password. */
export async function rescueAccount(work: Work, login: string): Promise<{ login: string; temporaryPassword: string }> {
  const account = await work.db
    .updateTable('identity.account')
    .set({ disabled_at: null, version: sql<number>`version + 1` })
    .where((eb) => eb(eb.fn('lower', ['login']), '=', login.toLowerCase()))
    .returning(['id', 'login', 'name', 'organisation_id'])
    .executeTakeFirst()
  if (!account) throw notFound('account')
  const password = temporaryPassword(await getRuleInForce(work))
  await setPassword(work, account.id, { password, mustChange: true })
  await revokeSessionsOf(work, account.id)
  work.record({
    action: 'account.rescue',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisation_id,
  })
  return { login: account.login, temporaryPassword: password }
}
