import type { Input } from '../../../kernel/contract.ts'
import { forbidden, notFound, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type Account, type revokeGrant as contract, Role } from '../contract.ts'
import { canReadAccount, canRevoke } from '../policies.ts'
import { getSubject } from '../queries/get-subject.ts'
import { loadAccount } from '../queries/load-account.ts'
import { ROLES } from '../roles.ts'
import { labelOf } from '../rules.ts'

/** Takes a role away; the next request of that account feels it. */
export async function revokeGrant(work: Work, { params }: Pick<Input<typeof contract>, 'params'>): Promise<Account> {
  const grant = await work.db
    .selectFrom('identity.grant')
    .select(['id', 'account_id', 'role', 'stage', 'tree', 'scope_id', 'scope_name', 'wall_path', 'revoked_at'])
    .where('id', '=', params.id)
    .executeTakeFirst()
  if (!grant) throw notFound('grant')
  const account = await getSubject(work, grant.account_id, { lock: true })
  if (!canReadAccount(work.actor, account)) throw notFound('grant')
  if (work.actor.id === account.id) throw new Problem('grant-to-self', 409)
  if (!canRevoke(work.actor, account, grant.wall_path)) throw forbidden()
  if (grant.revoked_at !== null) throw wrongState('grant-revoked')
  await work.db.updateTable('identity.grant').set({ revoked_at: work.now }).where('id', '=', grant.id).execute()
  if (ROLES[Role.parse(grant.role)].isAdministrator) await dropAdministrator(work, account.id)
  work.record({
    action: 'grant.revoke',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
    siteId: grant.tree === 'site' ? grant.scope_id : null,
    before: { grantId: grant.id, role: grant.role, stage: grant.stage, scopeName: grant.scope_name },
  })
  return loadAccount(work, account.id)
}

/** With the last administrator role gone, the account may become something else. */
async function dropAdministrator(work: Work, accountId: string): Promise<void> {
  const left = await work.db
    .selectFrom('identity.grant')
    .select('id')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!left) await work.db.deleteFrom('identity.administrator').where('account_id', '=', accountId).execute()
}
