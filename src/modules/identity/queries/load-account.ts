import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { Account } from '../contract.ts'
import { canGrant, canManageAccount, canSeeSessions, canTakeInHand } from '../policies.ts'
import { isoOrNull, localeOfAccount, presentGrant, stateOf } from '../presenters.ts'
import { mustChangePassword } from '../rules.ts'
import { getRuleInForce } from './get-rule-in-force.ts'
import { getSubject } from './get-subject.ts'
import { listGrants } from './list-grants.ts'

/** An account as its screen shows it, with what the one who asks may do about it. */
export async function loadAccount(view: View, id: string): Promise<Account> {
  const row = await view.db
    .selectFrom('identity.account as a')
    .innerJoin('organisations.v_directory as o', 'o.id', 'a.organisation_id')
    .selectAll('a')
    .select(['o.name as organisation_name', 'o.short_name as organisation_short_name'])
    .where('a.id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound('account')
  const subject = await getSubject(view, id)
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    phone: row.phone,
    organisation: { id: row.organisation_id, name: row.organisation_name, shortName: row.organisation_short_name },
    state: stateOf(row, view.now),
    lockedUntil: isoOrNull(row.locked_until),
    mustChangePassword: mustChangePassword(row, await getRuleInForce(view), view.now),
    passwordSetAt: row.password_set_at.toISOString(),
    lastSignInAt: isoOrNull(row.last_sign_in_at),
    createdAt: row.created_at.toISOString(),
    locale: localeOfAccount(row.locale),
    administrator: subject.administrator,
    grants: (await listGrants(view, id)).map(presentGrant),
    version: row.version,
    can: {
      update: canManageAccount(view.actor, subject),
      disable: canTakeInHand(view.actor, subject),
      resetPassword: canTakeInHand(view.actor, subject),
      grant: canGrant(view.actor, subject, { organisation: subject.path }),
      sessions: canSeeSessions(view.actor, subject),
    },
  }
}
