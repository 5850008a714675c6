import { newId } from '../../../kernel/ids.ts'
import { wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Role } from '../contract.ts'
import { getSubject } from '../queries/get-subject.ts'
import { ROLES } from '../roles.ts'
import { assertGrantShape, assertSeparation, labelOf } from '../rules.ts'
import type { Scope } from '../scopes.ts'

export type NewGrant = { accountId: string; role: Role; stage?: number | null; scope: Scope }

/** Gives a role; the rules of separation hold for whoever calls, the right to grant is the caller's business. */
export async function addGrant(work: Work, input: NewGrant): Promise<{ id: string }> {
  const { role, scope } = input
  const stage = input.stage ?? null
  assertGrantShape({ role, stage, tree: scope.tree })
  const account = await getSubject(work, input.accountId, { lock: true })
  assertSeparation(role, account.administrator, account.holdsRoles)
  if (ROLES[role].isAdministrator && account.administrator === null) {
    await work.db.insertInto('identity.administrator').values({ account_id: account.id, role }).execute()
  }
  const id = newId()
  const added = await work.db
    .insertInto('identity.grant')
    .values({
      id,
      account_id: account.id,
      role,
      stage,
      tree: scope.tree,
      scope_id: scope.id,
      scope_path: scope.path,
      scope_name: scope.name,
      wall_path: scope.wallPath,
      granted_by: work.actor.id,
      granted_at: work.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw wrongState('grant-exists')
  work.record({
    action: 'grant.give',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
    siteId: scope.tree === 'site' ? scope.id : null,
    after: { grantId: id, role, stage, tree: scope.tree, scopeId: scope.id, scopeName: scope.name },
  })
  return { id }
}
