import type { Input } from '../../../kernel/contract.ts'
import { unauthenticated } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type { changeLocale as contract } from '../contract.ts'

/** A liking of one's own, not an act for the record. */
export async function changeLocale(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<{ done: true }> {
  if (work.actor.id === null) throw unauthenticated()
  await work.db.updateTable('identity.account').set({ locale: body.locale }).where('id', '=', work.actor.id).execute()
  return { done: true }
}
