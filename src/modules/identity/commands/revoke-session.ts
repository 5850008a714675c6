import type { Input } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { revokeSession as contract } from '../contract.ts'
import { canSeeSessions } from '../policies.ts'
import { getSubject } from '../queries/get-subject.ts'
import { labelOf } from '../rules.ts'

/** Ends one session, one's own or of an account in one's care; its next request is refused. */
export async function revokeSession(
  work: Work,
  { params }: Pick<Input<typeof contract>, 'params'>,
): Promise<{ done: true }> {
  const session = await work.db
    .selectFrom('identity.session')
    .select(['id', 'account_id', 'revoked_at'])
    .where('id', '=', params.id)
    .executeTakeFirst()
  if (!session) throw notFound('session')
  const account = await getSubject(work, session.account_id)
  if (!canSeeSessions(work.actor, account)) throw notFound('session')
  if (session.revoked_at !== null) return { done: true }
  await work.db.updateTable('identity.session').set({ revoked_at: work.now }).where('id', '=', session.id).execute()
  work.record({
    action: 'session.revoke',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
    after: { sessionId: session.id },
  })
  return { done: true }
}
