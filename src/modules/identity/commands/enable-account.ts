import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Account, enableAccount as contract } from '../contract.ts'
import { loadAccount } from '../queries/load-account.ts'
import { takeInHand } from './take-in-hand.ts'
import { labelOf } from '../rules.ts'

export async function enableAccount(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Account> {
  const account = await takeInHand(work, params.id)
  if (account.version !== body.expectedVersion) throw versionConflict(account.version)
  if (!account.isDisabled) return loadAccount(work, params.id)
  await work.db
    .updateTable('identity.account')
    .set({ disabled_at: null, version: sql<number>`version + 1` })
    .where('id', '=', params.id)
    .execute()
  work.record({
    action: 'account.enable',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
  })
  return loadAccount(work, params.id)
}
