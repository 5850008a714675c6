import { sql } from 'kysely'
import { notFound, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { itemWithdrawn } from '../events.ts'
import type { Withdrawal } from '../item.ts'
import { dayOf } from '../rules.ts'
import { dropPending, findPending } from './pending.ts'

export type WithdrawWish = Withdrawal & {
  itemId: string
  successorItemId?: string | null
  repealedOn?: string
  /** Until then it goes on standing; what touches privacy goes at once. Default: now. */
  effectiveAt?: Date
}

/**
 * Take an item down, or mark it repealed. Effective for every reader when the caller's transaction commits, or at the instant
 * wished. What was planned for later is taken back.
 */
export async function withdraw(work: Work, wish: WithdrawWish): Promise<void> {
  const item = await work.db
    .selectFrom('library.item')
    .select(['id', 'state'])
    .where('id', '=', wish.itemId)
    .forUpdate()
    .executeTakeFirst()
  if (!item) throw notFound('item')
  if (item.state === 'erased') throw wrongState('item-erased')
  const pending = await findPending(work, wish.itemId)
  if (pending) await dropPending(work, [pending])
  const isLater = wish.effectiveAt !== undefined && wish.effectiveAt > work.now && wish.reason !== 'privacy'
  const at = isLater && wish.effectiveAt ? wish.effectiveAt : work.now
  if (wish.reason === 'repealed') await markRepealed(work, wish, at)
  else {
    await takeDown(work, wish, at)
    if (!isLater) work.takeDown()
  }
  work.emit(itemWithdrawn({ itemId: wish.itemId, reason: wish.reason }))
}

async function markRepealed(work: Work, wish: WithdrawWish, at: Date): Promise<void> {
  await work.db
    .updateTable('library.item')
    .set({
      repealed_on: wish.repealedOn ?? dayOf(at),
      repealed_at: at,
      successor_item_id: wish.successorItemId ?? null,
      withdrawal: JSON.stringify({ reason: wish.reason, note: wish.note }),
    })
    .where('id', '=', wish.itemId)
    .execute()
  if (at > work.now) await cutPlacements(work, wish.itemId, at)
}

/** Close and reopen every place at an instant to come: what shows the item knows that it changes then. */
async function cutPlacements(work: Work, itemId: string, at: Date): Promise<void> {
  await sql`
    WITH cut AS (
      UPDATE library.placement SET valid_to = ${at}, is_scheduled = true WHERE item_id = ${itemId} AND valid_to = 'infinity'
      RETURNING *
    )
    INSERT INTO library.placement (id, item_id, site_id, channel_id, path, is_primary, is_pinned, sort_at, visible_from,
      visible_until, valid_from, is_scheduled)
    SELECT gen_random_uuid(), item_id, site_id, channel_id, path, is_primary, is_pinned, sort_at, visible_from, visible_until,
      ${at}, true FROM cut
  `.execute(work.db)
}

async function takeDown(work: Work, wish: WithdrawWish, at: Date): Promise<void> {
  const { itemId, reason, note, redirectTo } = wish
  await work.db
    .updateTable('library.item')
    .set({
      state: reason === 'privacy' ? 'erased' : 'withdrawn',
      withdrawal: JSON.stringify({ reason, note, ...(redirectTo ? { redirectTo } : {}) }),
      withdrawn_at: at,
      successor_item_id: wish.successorItemId ?? null,
    })
    .where('id', '=', itemId)
    .execute()
  await sql`
    UPDATE library.placement SET valid_to = greatest(${at}, valid_from + interval '1 millisecond'),
      is_scheduled = nullif(${at > work.now}, false)
    WHERE item_id = ${itemId} AND valid_to = 'infinity'
  `.execute(work.db)
  await work.db
    .updateTable('library.path')
    .set(
      reason === 'moved' && redirectTo
        ? { kind: 'redirect', redirect_to: redirectTo, since: at }
        : { kind: 'gone', redirect_to: null, reason: note, since: at },
    )
    .where('item_id', '=', itemId)
    .execute()
  await sql`UPDATE library.file SET valid_to = ${at} WHERE item_id = ${itemId} AND valid_to = 'infinity'`.execute(
    work.db,
  )
  if (reason === 'privacy') await erase(work, itemId)
}

/** The one exception to "history is kept": personal data that had to go. What remains says that something stood here. */
async function erase(work: Work, itemId: string): Promise<void> {
  await work.db
    .updateTable('library.version')
    .set({
      title: '（内容已清除）',
      subtitle: '',
      summary: '',
      body: '',
      author: '',
      keywords: [],
      cover: null,
      files: '[]',
      metadata: '{}',
      origin: null,
      digest: '',
    })
    .where('item_id', '=', itemId)
    .execute()
  await work.db.deleteFrom('library.file').where('item_id', '=', itemId).execute()
  await erasePast(work, itemId)
}

/** At no instant, past or future, does a list or an address show the item again. */
async function erasePast(work: Work, itemId: string): Promise<void> {
  await sql`SELECT set_config('yiwang.erasing', 'on', true)`.execute(work.db)
  await sql`DELETE FROM library.item_past WHERE id = ${itemId}`.execute(work.db)
  await sql`DELETE FROM library.path_past WHERE item_id = ${itemId}`.execute(work.db)
  await sql`DELETE FROM library.path_before WHERE item_id = ${itemId}`.execute(work.db)
  await sql`SELECT set_config('yiwang.erasing', 'off', true)`.execute(work.db)
  await work.db.deleteFrom('library.placement').where('item_id', '=', itemId).execute()
}
