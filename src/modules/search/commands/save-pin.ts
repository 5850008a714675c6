import type { Input, Reply } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { notFound, Problem, versionConflict, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { type PinRow, recordOfPin } from '../presenters.ts'
import { presentPins } from '../queries/list-pins.ts'
import { demandScope } from '../queries/reach-of.ts'
import { checkedPin, type PinValues, pinsWith } from './check-pin.ts'
import { changedNow, isTaken } from './load-group.ts'

type Pin = Reply<typeof contract.createPin>

export async function createPin(work: Work, { body }: Pick<Input<typeof contract.createPin>, 'body'>): Promise<Pin> {
  await demandScope(work, body.siteId)
  const values = await checkedPin(work, body, null)
  const made = await work.db
    .insertInto('search.pin')
    .values({ id: newId(), ...values, version: 1, created_at: work.now, deleted_at: null, ...changedNow(work) })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(asTaken)
  work.record({ ...actOn(made, 'create'), after: recordOfPin(made) })
  return presentOne(work, made)
}

export async function updatePin(
  work: Work,
  { params, body }: Pick<Input<typeof contract.updatePin>, 'params' | 'body'>,
): Promise<Pin> {
  const before = await lockPin(work, params.id)
  if (before.deleted_at !== null) throw notFound('pin')
  if (before.version !== body.expectedVersion) throw versionConflict(before.version)
  await demandScope(work, body.siteId)
  const values = await checkedPin(work, body, before)
  const after = await write(work, before, values)
  work.record({ ...actOn(after, 'update'), before: recordOfPin(before), after: recordOfPin(after) })
  return presentOne(work, after)
}

/** Kept, and out of force: it can be put back. */
export async function deletePin(
  work: Work,
  { params, body }: Pick<Input<typeof contract.deletePin>, 'params' | 'body'>,
): Promise<Reply<typeof contract.deletePin>> {
  const before = await lockPin(work, params.id)
  if (before.deleted_at !== null) throw notFound('pin')
  if (before.version !== body.expectedVersion) throw versionConflict(before.version)
  await write(work, before, { deleted_at: work.now })
  work.record({ ...actOn(before, 'delete'), before: recordOfPin(before) })
  return { done: true }
}

export async function restorePin(
  work: Work,
  { params }: Pick<Input<typeof contract.restorePin>, 'params'>,
): Promise<Pin> {
  const before = await lockPin(work, params.id)
  if (before.deleted_at === null) throw wrongState('search-not-deleted')
  const [other] = await pinsWith(work, before.words, before.site_id, before.id)
  if (other) throw new Problem('search-words-taken', 409, { word: other.word, words: other.words.join('、') })
  const after = await write(work, before, { deleted_at: null })
  work.record({ ...actOn(after, 'restore'), after: recordOfPin(after) })
  return presentOne(work, after)
}

/** A Problem where it is not the actor's to change. */
async function lockPin(work: Work, id: string): Promise<PinRow> {
  const row = await work.db.selectFrom('search.pin').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('pin')
  await demandScope(work, row.site_id)
  return work.db.selectFrom('search.pin').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

const write = (
  work: Work,
  before: PinRow,
  change: Partial<PinValues> & { deleted_at?: Date | null },
): Promise<PinRow> =>
  work.db
    .updateTable('search.pin')
    .set({ ...change, version: before.version + 1, ...changedNow(work) })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(asTaken)

async function presentOne(work: Work, row: PinRow): Promise<Pin> {
  const [pin] = await presentPins(work, [row])
  if (!pin) throw new Error('a row is presented as one pin')
  return pin
}

const actOn = ({ id, words, site_id }: PinRow, verb: keyof typeof ACTIONS) => ({
  action: ACTIONS[verb],
  target: { kind: 'search-pin', id, label: words.join('、').slice(0, 200) },
  siteId: site_id,
})

const ACTIONS = {
  create: 'search.pin.create',
  update: 'search.pin.update',
  delete: 'search.pin.delete',
  restore: 'search.pin.restore',
} as const

/** Two at the same time: the second learns it from the database. */
function asTaken(error: unknown): never {
  throw isTaken(error) ? new Problem('search-taken-meanwhile', 409) : error
}
