import { may } from '../../../kernel/actor.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound, Problem } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { type previewGrant as contract, Role } from '../contract.ts'
import { canReadAccount } from '../policies.ts'
import { ROLES } from '../roles.ts'
import { assertMayGrant, type WantedGrant } from '../grant-check.ts'
import { countBelow, findScope } from '../scopes.ts'
import { wordsOf } from '../words.ts'
import { placeToCheck } from './get-rights.ts'
import { getSubject } from './get-subject.ts'
import { listGrants } from './list-grants.ts'

/** What a grant would bring, before it is made: gained permissions, or what forbids it. */
export async function previewGrant(
  view: View,
  { params, query }: Pick<Input<typeof contract>, 'params' | 'query'>,
): Promise<Reply<typeof contract>> {
  const account = await getSubject(view, params.id)
  if (!canReadAccount(view.actor, account)) throw notFound('account')
  const words = await wordsOf(view)
  const scope = await findScope(view, { tree: query.tree, id: query.scopeId })
  if (!scope) throw new Problem('grant-scope-unknown', 404)
  const grants = await listGrants(view, account.id)
  const held = grants.flatMap(({ role, tree, scope_path: path, stage }) =>
    ROLES[Role.parse(role)].permissions.map((permission) => ({ permission, tree, path, stage })),
  )
  const holder = { ...view.actor, kind: 'person' as const, grants: held }
  const place = placeToCheck(scope)
  const wanted: WantedGrant = { role: query.role, stage: query.stage ?? null, scope }
  return {
    scopeName: scope.name,
    organisationCount: scope.tree === 'organisation' ? await countBelow(view, scope.path) : null,
    permissions: ROLES[query.role].permissions.map((permission) => ({
      permission,
      name: words(`permission.${permission}`),
      isNew: !may(holder, permission, place),
    })),
    refusal: refusalOf(() => {
      assertMayGrant(view.actor, account, wanted)
      const { role, stage } = wanted
      if (grants.some((one) => one.role === role && one.stage === stage && one.scope_id === scope.id)) {
        throw new Problem('grant-exists', 409)
      }
    }, words),
  }
}

function refusalOf(check: () => void, words: (key: string) => string): { code: string; title: string } | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, title: words(`problem.${error.code}`) }
    throw error
  }
}
