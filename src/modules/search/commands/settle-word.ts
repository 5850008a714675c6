import type { Input, Reply } from '../../../kernel/contract.ts'
import { invalid, notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { dayOf } from '../days.ts'
import { demandProvince } from '../queries/reach-of.ts'
import { faultAt } from '../rules.ts'
import { changedNow } from './load-group.ts'

/** Words that find nothing have been seen to: they leave the list until they find nothing again from `returnsOn` on. */
export async function settleWord(
  work: Work,
  { body }: Pick<Input<typeof contract.settleWord>, 'body'>,
): Promise<Reply<typeof contract.settleWord>> {
  await demandProvince(work)
  if (body.returnsOn <= dayOf(work.now)) throw invalid([faultAt('/body/returnsOn', 'fault.search.past')])
  const before = await stored(work, body.words)
  const value = { outcome: body.outcome, note: body.note, returns_on: body.returnsOn, ...changedNow(work) }
  await work.db
    .insertInto('search.settled_word')
    .values({ words: body.words, ...value })
    .onConflict((conflict) => conflict.column('words').doUpdateSet(value))
    .execute()
  const { words: _, ...after } = body
  work.record({ action: 'search.word.settle', target: targetOf(body.words), before, after })
  return { done: true }
}

export async function reopenWord(
  work: Work,
  { body }: Pick<Input<typeof contract.reopenWord>, 'body'>,
): Promise<Reply<typeof contract.reopenWord>> {
  await demandProvince(work)
  const before = await stored(work, body.words)
  if (before === null) throw notFound('settled-word')
  await work.db.deleteFrom('search.settled_word').where('words', '=', body.words).execute()
  work.record({ action: 'search.word.reopen', target: targetOf(body.words), before })
  return { done: true }
}

async function stored(work: Work, words: string) {
  const row = await work.db
    .selectFrom('search.settled_word')
    .select(['outcome', 'note', 'returns_on as returnsOn'])
    .where('words', '=', words)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

const targetOf = (words: string) => ({ kind: 'search-word', id: words, label: words })
