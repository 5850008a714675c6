import type { Actor } from '../../kernel/actor.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Role } from './contract.ts'
import { canGrant, type Subject } from './policies.ts'
import { assertGrantShape, assertSeparation } from './rules.ts'
import type { Scope } from './scopes.ts'

export type WantedGrant = { role: Role; stage: number | null; scope: Scope }

/** Everything that can forbid a grant, in the order in which it is told. */
export function assertMayGrant(
  actor: Actor,
  account: Subject & { holdsRoles: boolean; isDisabled: boolean },
  { role, stage, scope }: WantedGrant,
): void {
  assertGrantShape({ role, stage, tree: scope.tree })
  if (actor.id === account.id) throw new Problem('grant-to-self', 409)
  const place =
    scope.tree === 'site' ? { site: scope.path, organisation: scope.wallPath } : { organisation: scope.path }
  if (!canGrant(actor, account, place)) throw new Problem('grant-outside', 403)
  if (account.isDisabled) throw new Problem('account-not-active', 409)
  assertSeparation(role, account.administrator, account.holdsRoles)
}
