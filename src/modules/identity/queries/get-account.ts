import type { Input } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { Account, getAccount as contract } from '../contract.ts'
import { canReadAccount } from '../policies.ts'
import { getSubject } from './get-subject.ts'
import { loadAccount } from './load-account.ts'

export async function getAccount(view: View, { params }: Pick<Input<typeof contract>, 'params'>): Promise<Account> {
  if (!canReadAccount(view.actor, await getSubject(view, params.id))) throw notFound('account')
  return loadAccount(view, params.id)
}
