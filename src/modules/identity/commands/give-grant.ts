import type { Input } from '../../../kernel/contract.ts'
import { notFound, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Account, giveGrant as contract } from '../contract.ts'
import { assertMayGrant } from '../grant-check.ts'
import { canReadAccount } from '../policies.ts'
import { getSubject } from '../queries/get-subject.ts'
import { loadAccount } from '../queries/load-account.ts'
import { findScope } from '../scopes.ts'
import { addGrant } from './add-grant.ts'

export async function giveGrant(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Account> {
  const { role, stage } = body
  const account = await getSubject(work, params.id, { lock: true })
  if (!canReadAccount(work.actor, account)) throw notFound('account')
  const scope = await findScope(work, { tree: body.tree, id: body.scopeId })
  if (!scope) throw new Problem('grant-scope-unknown', 404)
  assertMayGrant(work.actor, account, { role, stage, scope })
  await addGrant(work, { accountId: account.id, role, stage, scope })
  return loadAccount(work, account.id)
}
