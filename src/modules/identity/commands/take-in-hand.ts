import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { canManageAccount, canReadAccount, canTakeInHand } from '../policies.ts'
import { type AccountSubject, getSubject } from '../queries/get-subject.ts'

/** Loads and locks an account that the actor may disable, enable or give a new password; says why not otherwise. */
export async function takeInHand(work: Work, id: string): Promise<AccountSubject> {
  const account = await getSubject(work, id, { lock: true })
  if (!canReadAccount(work.actor, account)) throw notFound('account')
  if (canTakeInHand(work.actor, account)) return account
  if (work.actor.id === id) throw new Problem('not-your-own-account', 409)
  if (account.administrator !== null && canManageAccount(work.actor, account)) {
    throw new Problem('account-of-another-administrator', 403)
  }
  throw forbidden()
}
