import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { Withdrawal } from '../item.ts'

/** `at` may lie ahead. `successor`: what replaces it, by its id in the module that both come from. */
export type StandingWithdrawal = Withdrawal & { at: Date; successor: string | null }

/** What was said when an item was taken down or marked repealed, if that holds or is to hold. */
export async function findWithdrawal(view: View, itemId: string): Promise<StandingWithdrawal | null> {
  const { rows } = await sql<{ withdrawal: Withdrawal; at: Date; successor: string | null }>`
    SELECT i.withdrawal, CASE WHEN i.state = 'live' THEN i.repealed_at ELSE i.withdrawn_at END AS at,
      (SELECT s.source_id FROM library.item s WHERE s.id = i.successor_item_id AND s.source_module = i.source_module) AS successor
    FROM library.item i
    WHERE i.id = ${itemId} AND i.withdrawal IS NOT NULL AND (i.state <> 'live' OR i.repealed_at IS NOT NULL)
  `.execute(view.db)
  const [row] = rows
  return row ? { ...row.withdrawal, at: row.at, successor: row.successor } : null
}
