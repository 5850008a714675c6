import type { Reply } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { canEndPreviews } from '../policies.ts'

/** Every link given out so far is dead; the next one is sealed with a new secret. */
export async function endPreviews(work: Work): Promise<Reply<typeof contract.endPreviews>> {
  if (!canEndPreviews(work.actor)) throw forbidden({ permission: 'session.manage' })
  await work.db.deleteFrom('previews.secret').execute()
  work.record({ action: 'preview.end-all', target: { kind: 'preview', id: 'all' } })
  return { done: true }
}
