import type { Input } from '../../../kernel/contract.ts'
import type { RequestFacts } from '../../../kernel/http.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { PasswordRule, Session, signIn as contract } from '../contract.ts'
import { isPassword } from '../passwords.ts'
import { minuteText } from '../presenters.ts'
import { getRuleInForce } from '../queries/get-rule-in-force.ts'
import { loadSession } from '../queries/get-session.ts'
import { countFailure, isLocked, labelOf } from '../rules.ts'
import { digestOf, newToken } from '../tokens.ts'
import { countUnknownLogin } from './count-unknown-login.ts'

/** A refusal is returned, not thrown: the failed attempt has to be committed. */
export type SignInOutcome = { token: string; session: Session } | { refusal: Problem }

const HOUR = 3_600_000

export async function signIn(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
  facts: RequestFacts,
): Promise<SignInOutcome> {
  const rule = await getRuleInForce(work)
  // Locked, so that guesses at one account stand in line instead of racing past the counter.
  const account = await work.db
    .selectFrom('identity.account')
    .select(['id', 'login', 'name', 'organisation_id', 'password_hash', 'failed_count', 'locked_until', 'disabled_at'])
    .where((eb) => eb(eb.fn('lower', ['login']), '=', body.account.toLowerCase()))
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!account) return { refusal: await refuseUnknown(work, body, rule) }
  const target = { kind: 'account', id: account.id, label: labelOf(account) }
  const refuse = (refusal: Problem): SignInOutcome => {
    const after = { reason: refusal.code, address: facts.address }
    work.record({ action: 'session.refuse', target, organisationId: account.organisation_id, after })
    return { refusal }
  }
  if (isLocked(account, work.now)) {
    // The right password is refused too; the work is done all the same, as it is for a login nobody has.
    await isPassword(null, body.password)
    return refuse(locked(account.locked_until))
  }
  if (!(await isPassword(account.password_hash, body.password))) {
    const tries = countFailure(account, rule, work.now)
    await work.db.updateTable('identity.account').set(tries).where('id', '=', account.id).execute()
    if (tries.locked_until === null) return refuse(new Problem('sign-in-refused', 401))
    work.record({ action: 'account.lock', target, organisationId: account.organisation_id, after: tries })
    return refuse(locked(tries.locked_until))
  }
  // Said only to somebody who knows the password.
  if (account.disabled_at !== null) return refuse(new Problem('account-disabled', 401))

  await work.db
    .updateTable('identity.account')
    .set({ failed_count: 0, locked_until: null, last_sign_in_at: work.now })
    .where('id', '=', account.id)
    .execute()
  const opened = await openSession(work, account.id, { rule, facts })
  const after = { sessionId: opened.id, address: facts.address, agent: facts.agent }
  const by = { id: account.id, name: account.name, sessionId: opened.id }
  work.record({ action: 'session.open', target, organisationId: account.organisation_id, after, by })
  return { token: opened.token, session: await loadSession(work, opened.id) }
}

async function refuseUnknown(
  work: Work,
  body: { account: string; password: string },
  rule: PasswordRule,
): Promise<Problem> {
  await isPassword(null, body.password)
  const lockedUntil = await countUnknownLogin(work, body.account, rule)
  // People type passwords into the wrong field: an unknown login never goes on record whole.
  const target = { kind: 'account', id: '-', label: `${body.account.slice(0, 2)}…` }
  work.record({ action: 'session.refuse', target, after: { reason: 'unknown-login' } })
  return lockedUntil === null ? new Problem('sign-in-refused', 401) : locked(lockedUntil)
}

function locked(until: Date | null): Problem {
  const at = until ?? new Date(0)
  return new Problem('account-locked', 401, { until: at.toISOString(), untilText: minuteText(at) })
}

async function openSession(
  work: Work,
  accountId: string,
  { rule, facts }: { rule: PasswordRule; facts: RequestFacts },
): Promise<{ id: string; token: string }> {
  // Signing in again over an older session of the same person ends that one.
  if (facts.token !== null) {
    await work.db
      .updateTable('identity.session')
      .set({ revoked_at: work.now })
      .where('token_digest', '=', digestOf(facts.token))
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .execute()
  }
  const id = newId()
  const token = newToken()
  await work.db
    .insertInto('identity.session')
    .values({
      id,
      token_digest: digestOf(token),
      account_id: accountId,
      csrf_token: newToken(),
      address: facts.address,
      agent: facts.agent,
      created_at: work.now,
      seen_at: work.now,
      expires_at: new Date(work.now.getTime() + rule.absoluteHours * HOUR),
    })
    .execute()
  return { id, token }
}
