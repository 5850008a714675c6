import type { Input } from '../../../kernel/contract.ts'
import { fill } from '../../../kernel/i18n.ts'
import { type Fault, invalid, invalidField, Problem, unauthenticated } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { changePassword as contract, PasswordRule } from '../contract.ts'
import { identityLabels } from '../labels.ts'
import { isPassword } from '../passwords.ts'
import { localeOfAccount, minuteText } from '../presenters.ts'
import { getRuleInForce } from '../queries/get-rule-in-force.ts'
import { countFailure, faultsOfPassword, isLocked, labelOf } from '../rules.ts'
import { revokeSessionsOf } from './revoke-sessions-of.ts'
import { setPassword } from './set-password.ts'

/** A wrong current password is returned, not thrown, since the try is counted. */
export type PasswordOutcome = { done: true } | { refusal: Problem }

export async function changePassword(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<PasswordOutcome> {
  const { id, sessionId } = work.actor
  if (id === null) throw unauthenticated()
  const rule = await getRuleInForce(work)
  const account = await work.db
    .selectFrom('identity.account')
    .select(['id', 'login', 'name', 'organisation_id', 'password_hash', 'locale', 'failed_count', 'locked_until'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const words = identityLabels[localeOfAccount(account.locale)]
  if (isLocked(account, work.now)) return { refusal: locked(account.locked_until) }
  if (!(await isPassword(account.password_hash, body.current))) {
    const tries = countFailure(account, rule, work.now)
    await work.db.updateTable('identity.account').set(tries).where('id', '=', id).execute()
    return { refusal: invalidField('/body/current', words['fault.password-wrong']) }
  }
  const faults: Fault[] = faultsOfPassword(body.next, account.login, rule).map((fault) => ({
    pointer: '/body/next',
    detail: fill(words[`fault.${fault}`], { min: rule.minLength, classes: rule.classes }),
  }))
  if (await wasUsed(work, id, { password: body.next, rule })) {
    faults.push({ pointer: '/body/next', detail: fill(words['fault.password-reused'], { notReused: rule.notReused }) })
  }
  if (faults.length > 0) throw invalid(faults)
  await setPassword(work, id, { password: body.next, mustChange: false })
  await revokeSessionsOf(work, id, sessionId)
  work.record({
    action: 'account.change-password',
    target: { kind: 'account', id, label: labelOf(account) },
    organisationId: account.organisation_id,
  })
  return { done: true }
}

function locked(until: Date | null): Problem {
  const at = until ?? new Date(0)
  return new Problem('account-locked', 409, { until: at.toISOString(), untilText: minuteText(at) })
}

async function wasUsed(
  work: Work,
  accountId: string,
  { password, rule }: { password: string; rule: PasswordRule },
): Promise<boolean> {
  const past = await work.db
    .selectFrom('identity.password_history')
    .select('password_hash')
    .where('account_id', '=', accountId)
    .orderBy('set_at', 'desc')
    .limit(rule.notReused)
    .execute()
  for (const { password_hash } of past) if (await isPassword(password_hash, password)) return true
  return false
}
