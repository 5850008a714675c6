import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'

/** A change that is written but takes effect only at an instant to come. An item has one at most. */
export type Pending = { itemId: string; at: Date }

export async function findPending(work: Work, itemId: string): Promise<Pending | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT library.pending_at(i, ${work.now}) AS at FROM library.item i WHERE i.id = ${itemId}
  `.execute(work.db)
  const at = rows[0]?.at
  return at ? { itemId, at } : null
}

/** Take back what is pending, as if it had never been planned. Its rows stay with an empty interval. */
export async function dropPending(work: Work, pending: readonly Pending[]): Promise<void> {
  if (pending.length === 0) return
  const dropped = sql`unnest(${pending.map((one) => one.itemId)}::uuid[], ${pending.map((one) => one.at)}::timestamptz[])
    AS d(id, at)`
  const empty = (table: string) =>
    sql`UPDATE ${sql.table(`library.${table}`)} t SET valid_to = t.valid_from FROM ${dropped}
      WHERE t.item_id = d.id AND t.valid_from = d.at AND t.valid_to = 'infinity'`
  await sql`${empty('version')} AND EXISTS (
    SELECT 1 FROM library.version b WHERE b.item_id = d.id AND b.valid_to = d.at AND b.valid_from < d.at)`.execute(
    work.db,
  )
  await sql`
    UPDATE library.version t SET valid_to = 'infinity' FROM ${dropped}
    WHERE t.item_id = d.id AND t.valid_to = d.at AND t.valid_from < d.at
  `.execute(work.db)
  await sql`${empty('placement')} AND t.is_scheduled`.execute(work.db)
  await sql`
    UPDATE library.placement t SET valid_to = 'infinity', is_scheduled = NULL FROM ${dropped}
    WHERE t.item_id = d.id AND t.valid_to = d.at AND t.valid_from < d.at AND t.is_scheduled
  `.execute(work.db)
  await sql`DELETE FROM library.file t USING ${dropped} WHERE t.item_id = d.id AND t.valid_from = d.at`.execute(work.db)
  await sql`
    UPDATE library.file t SET valid_to = 'infinity' FROM ${dropped} WHERE t.item_id = d.id AND t.valid_to = d.at
  `.execute(work.db)
  await sql`
    UPDATE library.path t SET kind = b.kind, redirect_to = b.redirect_to, reason = b.reason, since = b.since
    FROM ${dropped} JOIN library.path_before b ON b.item_id = d.id AND b.until = d.at
    WHERE t.site_id = b.site_id AND t.path = b.path AND t.since = d.at
  `.execute(work.db)
  await sql`
    UPDATE library.item t SET state = 'live', withdrawal = NULL, withdrawn_at = NULL, successor_item_id = NULL FROM ${dropped}
    WHERE t.id = d.id AND t.state = 'withdrawn' AND t.withdrawn_at = d.at
  `.execute(work.db)
  await sql`
    UPDATE library.item t SET repealed_on = NULL, repealed_at = NULL, withdrawal = NULL, successor_item_id = NULL
    FROM ${dropped} WHERE t.id = d.id AND t.repealed_at = d.at
  `.execute(work.db)
}
