import type { Input, Reply } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { notFound, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { type GroupRow, presentGroup, recordOfGroup } from '../presenters.ts'
import { demandProvince } from '../queries/reach-of.ts'
import { changedNow, checkedWords, groupsWith, isTaken, lockGroup } from './load-group.ts'

type Group = Reply<typeof contract.createSynonym>

export async function createSynonym(
  work: Work,
  { body }: Pick<Input<typeof contract.createSynonym>, 'body'>,
): Promise<Group> {
  await demandProvince(work)
  const words = await checkedWords(work, body.words, null)
  const row = {
    id: newId(),
    words,
    note: body.note,
    is_on: body.isOn,
    version: 1,
    created_at: work.now,
    deleted_at: null,
  }
  const made = await work.db
    .insertInto('search.synonym_group')
    .values({ ...row, ...changedNow(work) })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(asTaken)
  work.record({ action: 'search.synonym.create', target: targetOf(made), after: recordOfGroup(made) })
  return presentGroup(made)
}

export async function updateSynonym(
  work: Work,
  { params, body }: Pick<Input<typeof contract.updateSynonym>, 'params' | 'body'>,
): Promise<Group> {
  await demandProvince(work)
  const before = await lockGroup(work, params.id, body.expectedVersion)
  const words = await checkedWords(work, body.words, before.id)
  return presentGroup(await changeGroup(work, before, { words, note: body.note, is_on: body.isOn }))
}

export async function changeGroup(
  work: Work,
  before: GroupRow,
  change: Pick<GroupRow, 'words' | 'note' | 'is_on'>,
): Promise<GroupRow> {
  const after = await work.db
    .updateTable('search.synonym_group')
    .set({ ...change, version: before.version + 1, ...changedNow(work) })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(asTaken)
  work.record({
    action: 'search.synonym.update',
    target: targetOf(after),
    before: recordOfGroup(before),
    after: recordOfGroup(after),
  })
  return after
}

/** Kept, and out of force: it can be put back. */
export async function deleteSynonym(
  work: Work,
  { params, body }: Pick<Input<typeof contract.deleteSynonym>, 'params' | 'body'>,
): Promise<Reply<typeof contract.deleteSynonym>> {
  await demandProvince(work)
  const before = await lockGroup(work, params.id, body.expectedVersion)
  await work.db
    .updateTable('search.synonym_group')
    .set({ deleted_at: work.now, version: before.version + 1, ...changedNow(work) })
    .where('id', '=', before.id)
    .execute()
  work.record({ action: 'search.synonym.delete', target: targetOf(before), before: recordOfGroup(before) })
  return { done: true }
}

export async function restoreSynonym(
  work: Work,
  { params }: Pick<Input<typeof contract.restoreSynonym>, 'params'>,
): Promise<Group> {
  await demandProvince(work)
  const before = await work.db
    .selectFrom('search.synonym_group')
    .selectAll()
    .where('id', '=', params.id)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw notFound('synonym-group')
  if (before.deleted_at === null) throw wrongState('search-not-deleted')
  const [other] = await groupsWith(work, before.words)
  if (other) throw new Problem('search-words-taken', 409, { word: other.word, words: other.words.join('、') })
  const after = await work.db
    .updateTable('search.synonym_group')
    .set({ deleted_at: null, version: before.version + 1, ...changedNow(work) })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(asTaken)
  work.record({ action: 'search.synonym.restore', target: targetOf(after), after: recordOfGroup(after) })
  return presentGroup(after)
}

const targetOf = ({ id, words }: Pick<GroupRow, 'id' | 'words'>) => ({
  kind: 'search-synonym',
  id,
  label: words.join('、').slice(0, 200),
})

/** Two at the same time: the second learns it from the database. */
export function asTaken(error: unknown): never {
  throw isTaken(error) ? new Problem('search-taken-meanwhile', 409) : error
}
