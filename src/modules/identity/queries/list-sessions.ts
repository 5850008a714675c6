import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, unauthenticated } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { listSessions as contract } from '../contract.ts'
import { canSeeSessions } from '../policies.ts'
import { getRuleInForce } from './get-rule-in-force.ts'
import { getSubject } from './get-subject.ts'

/** The sessions of an account that would still be let in. */
export async function listSessions(
  view: View,
  { query }: Pick<Input<typeof contract>, 'query'>,
): Promise<Reply<typeof contract>> {
  const accountId = query.accountId ?? view.actor.id
  if (accountId === null) throw unauthenticated()
  if (!canSeeSessions(view.actor, await getSubject(view, accountId))) throw forbidden()
  const { idleMinutes } = await getRuleInForce(view)
  const rows = await view.db
    .selectFrom('identity.session')
    .select(['id', 'address', 'agent', 'created_at', 'seen_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', view.now)
    .where('seen_at', '>', sql<Date>`${view.now}::timestamptz - make_interval(mins => ${idleMinutes}::int)`)
    .orderBy('seen_at', 'desc')
    .limit(200)
    .execute()
  return {
    items: rows.map((row) => ({
      id: row.id,
      address: row.address,
      agent: row.agent,
      createdAt: row.created_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      isCurrent: row.id === view.actor.sessionId,
    })),
  }
}
