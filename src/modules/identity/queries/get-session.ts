import { unauthenticated } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { Session } from '../contract.ts'
import { localeOfAccount, presentGrant } from '../presenters.ts'
import { ROLES } from '../roles.ts'
import { mustChangePassword } from '../rules.ts'
import { getRuleInForce } from './get-rule-in-force.ts'
import { listGrants } from './list-grants.ts'

export async function getSession(view: View): Promise<Session> {
  if (view.actor.sessionId === null) throw unauthenticated()
  return loadSession(view, view.actor.sessionId)
}

/** What the console must know about a session: who, what they may do, and whether the password is too old. */
export async function loadSession(view: View, sessionId: string): Promise<Session> {
  const row = await view.db
    .selectFrom('identity.session as s')
    .innerJoin('identity.account as a', 'a.id', 's.account_id')
    .innerJoin('organisations.v_directory as o', 'o.id', 'a.organisation_id')
    .select([
      's.csrf_token',
      's.expires_at',
      'a.id',
      'a.login',
      'a.name',
      'a.locale',
      'a.organisation_id',
      'a.must_change_password',
      'a.password_set_at',
      'o.name as organisation_name',
    ])
    .where('s.id', '=', sessionId)
    .executeTakeFirst()
  if (!row) throw unauthenticated()
  const grants = (await listGrants(view, row.id)).map(presentGrant)
  const mustChange = mustChangePassword(row, await getRuleInForce(view), view.now)
  return {
    account: {
      id: row.id,
      login: row.login,
      name: row.name,
      organisationId: row.organisation_id,
      organisationName: row.organisation_name,
    },
    csrfToken: row.csrf_token,
    permissions: mustChange ? [] : [...new Set(grants.flatMap((grant) => ROLES[grant.role].permissions))],
    grants,
    mustChangePassword: mustChange,
    locale: localeOfAccount(row.locale),
    expiresAt: row.expires_at.toISOString(),
  }
}
