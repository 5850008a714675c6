import { sql } from 'kysely'
import { notFound, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { itemWithdrawn } from '../events.ts'
import type { Withdrawal } from '../item.ts'

export type WithdrawWish = Withdrawal & { itemId: string; successorItemId?: string | null; repealedOn?: string }

/** Take an item down, or mark it repealed. Effective for every reader when the caller's transaction commits. */
export async function withdraw(work: Work, wish: WithdrawWish): Promise<void> {
  const item = await work.db
    .selectFrom('library.item')
    .select(['id', 'state'])
    .where('id', '=', wish.itemId)
    .forUpdate()
    .executeTakeFirst()
  if (!item) throw notFound('item')
  if (item.state === 'erased') throw wrongState('item-erased')
  if (wish.reason === 'repealed') await markRepealed(work, wish)
  else {
    await takeDown(work, wish)
    work.takeDown()
  }
  work.emit(itemWithdrawn({ itemId: wish.itemId, reason: wish.reason }))
}

async function markRepealed(work: Work, wish: WithdrawWish): Promise<void> {
  await work.db
    .updateTable('library.item')
    .set({
      repealed_on: wish.repealedOn ?? work.now.toISOString().slice(0, 10),
      successor_item_id: wish.successorItemId ?? null,
      withdrawal: JSON.stringify({ reason: wish.reason, note: wish.note }),
    })
    .where('id', '=', wish.itemId)
    .execute()
}

async function takeDown(work: Work, wish: WithdrawWish): Promise<void> {
  const { itemId, reason, note, redirectTo } = wish
  await work.db
    .updateTable('library.item')
    .set({
      state: reason === 'privacy' ? 'erased' : 'withdrawn',
      withdrawal: JSON.stringify({ reason, note, ...(redirectTo ? { redirectTo } : {}) }),
      withdrawn_at: work.now,
      successor_item_id: wish.successorItemId ?? null,
    })
    .where('id', '=', itemId)
    .execute()
  await sql`
    UPDATE library.placement SET valid_to = greatest(${work.now}, valid_from + interval '1 millisecond')
    WHERE item_id = ${itemId} AND valid_to = 'infinity'
  `.execute(work.db)
  await work.db
    .updateTable('library.path')
    .set(
      reason === 'moved' && redirectTo
        ? { kind: 'redirect', redirect_to: redirectTo, since: work.now }
        : { kind: 'gone', redirect_to: null, reason: note, since: work.now },
    )
    .where('item_id', '=', itemId)
    .execute()
  await sql`UPDATE library.file SET valid_to = ${work.now} WHERE item_id = ${itemId} AND valid_to = 'infinity'`.execute(
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
  await sql`SELECT set_config('yiwang.erasing', 'off', true)`.execute(work.db)
  await work.db.deleteFrom('library.placement').where('item_id', '=', itemId).execute()
}
