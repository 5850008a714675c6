import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { setPasswordRule as contract } from '../contract.ts'
import { canSetRules } from '../policies.ts'
import { getPasswordRule } from '../queries/get-password-rule.ts'
import { getRuleInForce } from '../queries/get-rule-in-force.ts'
import { listRoots } from '../queries/list-roots.ts'

/** New rules are a new row: what held before stays on record. They bind the whole platform, so a root's grant is needed. */
export async function setPasswordRule(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<Reply<typeof contract>> {
  if (!canSetRules(work.actor, await listRoots(work))) throw forbidden()
  const before = await getRuleInForce(work)
  await work.db
    .insertInto('identity.rule')
    .values({ valid_from: work.now, rule: JSON.stringify(body), set_by: work.actor.id })
    .execute()
  work.record({
    action: 'rule.password',
    target: { kind: 'rule', id: 'password' },
    before,
    after: body,
  })
  return getPasswordRule(work)
}
