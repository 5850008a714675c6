import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { forbidden, notFound, Problem, versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { Account, updateAccount as contract } from '../contract.ts'
import { canManageAccount, canReadAccount } from '../policies.ts'
import { getSubject } from '../queries/get-subject.ts'
import { loadAccount } from '../queries/load-account.ts'
import { findOrganisation } from '../scopes.ts'
import { labelOf } from '../rules.ts'

/** Name, organisation and telephone. Roles stay as they are, since they hang on places and not on the organisation. */
export async function updateAccount(
  work: Work,
  { params, body }: Pick<Input<typeof contract>, 'params' | 'body'>,
): Promise<Account> {
  const account = await getSubject(work, params.id, { lock: true })
  if (!canReadAccount(work.actor, account)) throw notFound('account')
  if (!canManageAccount(work.actor, account)) throw forbidden()
  if (account.version !== body.expectedVersion) throw versionConflict(account.version)
  const organisation = await findOrganisation(work, body.organisationId)
  if (!organisation) throw new Problem('organisation-not-usable', 422)
  if (!canManageAccount(work.actor, organisation)) throw forbidden()
  const before = await loadAccount(work, params.id)
  await work.db
    .updateTable('identity.account')
    .set({
      name: body.name,
      phone: body.phone,
      organisation_id: body.organisationId,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', params.id)
    .execute()
  work.record({
    action: 'account.update',
    target: { kind: 'account', id: account.id, label: labelOf(account) },
    organisationId: account.organisationId,
    before: { name: before.name, phone: before.phone, organisationId: before.organisation.id },
    after: { name: body.name, phone: body.phone, organisationId: body.organisationId },
  })
  return loadAccount(work, params.id)
}
