import { covers, type Place } from '../../../kernel/actor.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound, Problem } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { type getRights as contract, Role } from '../contract.ts'
import { canReadAccount } from '../policies.ts'
import { dayText, presentGrant } from '../presenters.ts'
import { PERMISSIONS, ROLES } from '../roles.ts'
import { findScope, type Scope } from '../scopes.ts'
import { wordsOf, type Words } from '../words.ts'
import { getSubject } from './get-subject.ts'
import { listGrants, type StandingGrant } from './list-grants.ts'

/** What an account may do at a place, permission by permission, and which grant says so. */
export async function getRights(
  view: View,
  { params, query }: Pick<Input<typeof contract>, 'params' | 'query'>,
): Promise<Reply<typeof contract>> {
  const subject = await getSubject(view, params.id)
  if (!canReadAccount(view.actor, subject)) throw notFound('account')
  const words = await wordsOf(view)
  const scope = await placeOf(view, query)
  const place = placeToCheck(scope)
  const grants = subject.isDisabled ? [] : await listGrants(view, subject.id)
  return {
    placeName: scope.name,
    barred: subject.isDisabled ? words('text.barred-disabled') : null,
    rights: PERMISSIONS.map((permission) => {
      const because = grants.filter((grant) => allows(grant, permission, place))
      return {
        permission,
        name: words(`permission.${permission}`),
        isAllowed: because.length > 0,
        because: because.map((grant) => ({ ...presentGrant(grant), reason: reasonOf(grant, words) })),
      }
    }),
  }
}

export const placeToCheck = (scope: Scope): Place =>
  scope.tree === 'site' ? { site: scope.path, organisation: scope.wallPath } : { organisation: scope.path }

async function placeOf(view: View, query: Input<typeof contract>['query']): Promise<Scope> {
  const id = query.siteId ?? query.organisationId
  if (id === undefined) throw new Problem('place-missing', 422)
  const scope = await findScope(view, { tree: query.siteId === undefined ? 'organisation' : 'site', id })
  if (!scope) throw notFound('place')
  return scope
}

function allows(grant: StandingGrant, permission: string, place: Place): boolean {
  const { tree, scope_path: path, stage } = grant
  return (
    ROLES[Role.parse(grant.role)].permissions.includes(permission) && covers({ permission, tree, path, stage }, place)
  )
}

function reasonOf(grant: StandingGrant, words: Words): string {
  const name = words(`role.${grant.role}`)
  return words('text.reason', {
    role: grant.stage === null ? name : words('text.stage', { role: name, stage: grant.stage }),
    scope: grant.scope_name,
    by: grant.granted_by_name ?? words('text.platform'),
    date: dayText(grant.granted_at),
  })
}
