import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Account, unlockAccount as contract } from '../contract.ts'
import { loadAccount } from '../queries/load-account.ts'
import { takeInHand } from './take-in-hand.ts'
import { labelOf } from '../rules.ts'

export async function unlockAccount(work: Work, { params }: Pick<Input<typeof contract>, 'params'>): Promise<Account> {
  const account = await takeInHand(work, params.id)
  await work.db
    .updateTable('identity.account')
    .set({ failed_count: 0, locked_until: null, version: sql<number>`version + 1` })
    .where('id', '=', params.id)
    .execute()
  work.record({
    action: 'account.unlock',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
  })
  return loadAccount(work, params.id)
}
