import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { getSiteCard, placeOf } from '../../sites/index.ts'
import { ensureAct } from '../batch-rules.ts'
import type * as contract from '../contract.ts'
import { canPublish } from '../policies.ts'
import { getBatch } from '../queries/get-batch.ts'
import { changeBatch, recordBatch } from './change-batch.ts'
import { lockBatch } from './load-batch.ts'

export async function createBatch(work: Work, { body }: Input<typeof contract.createBatch>) {
  const site = await getSiteCard(work, body.siteId)
  if (!canPublish(work.actor, { place: placeOf(site) })) throw forbidden()
  const id = newId()
  const { name, note } = body
  await work.db
    .insertInto('content.batch')
    .values({
      id,
      site_id: site.id,
      name,
      note,
      effective_at: null,
      created_by: work.actor.id,
      created_by_name: work.actor.name,
      created_at: work.now,
      released_by_name: null,
      undone_by_name: null,
      updated_at: work.now,
    })
    .execute()
  recordBatch(
    work,
    { id, name, site_id: site.id, site_owner_id: site.ownerId },
    { act: 'create', after: { name, note } },
  )
  return getBatch(work, { params: { id } })
}

export async function renameBatch(work: Work, { params, body }: Input<typeof contract.renameBatch>) {
  const batch = await lockBatch(work, params.id, body.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'edit', work.now)
  await changeBatch(work, batch, { act: 'rename', change: { name: body.name, note: body.note } })
  return getBatch(work, { params })
}

/** Only one that was never released, or whose release was cancelled: everything else is history. */
export async function deleteBatch(
  work: Work,
  { params, query }: Pick<Input<typeof contract.deleteBatch>, 'params' | 'query'>,
) {
  const batch = await lockBatch(work, params.id, query.expectedVersion)
  if (!canPublish(work.actor, batch)) throw forbidden()
  ensureAct(batch, 'delete', work.now)
  await work.db.deleteFrom('content.batch').where('id', '=', batch.id).execute()
  recordBatch(work, batch, { act: 'delete', after: {} })
  return { done: true as const }
}
