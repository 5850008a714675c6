import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { createAccount as contract } from '../contract.ts'
import { canManageAccount } from '../policies.ts'
import { getRuleInForce } from '../queries/get-rule-in-force.ts'
import { loadAccount } from '../queries/load-account.ts'
import { findOrganisation } from '../scopes.ts'
import { temporaryPassword } from '../temporary-password.ts'
import { addAccount } from './add-account.ts'

/** Opens an account with a password that is shown once and must be changed. It holds no role yet. */
export async function openAccount(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<Reply<typeof contract>> {
  const organisation = await findOrganisation(work, body.organisationId)
  if (!organisation) throw new Problem('organisation-not-usable', 422)
  if (!canManageAccount(work.actor, organisation)) throw forbidden()
  const password = temporaryPassword(await getRuleInForce(work))
  const { id } = await addAccount(work, { ...body, password, mustChangePassword: true })
  return { account: await loadAccount(work, id), temporaryPassword: password }
}
