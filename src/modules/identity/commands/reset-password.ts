import type { Input, Reply } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type { resetPassword as contract } from '../contract.ts'
import { getRuleInForce } from '../queries/get-rule-in-force.ts'
import { loadAccount } from '../queries/load-account.ts'
import { temporaryPassword } from '../temporary-password.ts'
import { revokeSessionsOf } from './revoke-sessions-of.ts'
import { setPassword } from './set-password.ts'
import { takeInHand } from './take-in-hand.ts'
import { labelOf } from '../rules.ts'

/** A temporary password, shown once; it also ends a lock and every session. */
export async function resetPassword(
  work: Work,
  { params }: Pick<Input<typeof contract>, 'params'>,
): Promise<Reply<typeof contract>> {
  const account = await takeInHand(work, params.id)
  const password = temporaryPassword(await getRuleInForce(work))
  await setPassword(work, account.id, { password, mustChange: true })
  await revokeSessionsOf(work, account.id)
  work.record({
    action: 'account.reset-password',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
  })
  return { account: await loadAccount(work, account.id), temporaryPassword: password }
}
