import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { verifyAudit as contract } from '../contract.ts'
import { canVerify } from '../policies.ts'
import { listRoots } from '../queries/list-roots.ts'
import { verifyAudit } from '../queries/verify-audit.ts'

/** Verifies the trail and puts on record that, and with what result, somebody did. */
export async function runVerification(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<Reply<typeof contract>> {
  if (!canVerify(work.actor, await listRoots(work))) throw forbidden()
  const result = await verifyAudit(work, { limit: body.limit })
  const { isIntact, entries, seal, faults } = result
  work.record({
    action: 'audit.verify',
    target: { kind: 'audit', id: '-' },
    organisationId: work.actor.organisationId,
    after: { isIntact, entries, seal, faults: faults.length },
  })
  return result
}
