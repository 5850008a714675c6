import { type RawBuilder, sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { canReadAll, readable } from '../policies.ts'
import { listRoots } from './list-roots.ts'

/** Up to so many organisations are named one by one: the planner then knows how few or many entries they have. */
const NAMED = 1000

/** The condition on entry `e` that keeps everybody to the organisations they answer for. */
export async function reachOf(view: View): Promise<RawBuilder<unknown>> {
  if (canReadAll(view.actor, await listRoots(view))) return sql`true`
  const inside = sql`SELECT id FROM organisations.v_directory WHERE path LIKE ANY(${readable(view.actor)}::text[])`
  const { rows } = await sql<{ id: string }>`${inside} LIMIT ${NAMED + 1}`.execute(view.db)
  if (rows.length > NAMED) return sql`e.organisation_id IN (${inside})`
  return sql`e.organisation_id = ANY(${rows.map((row) => row.id)}::uuid[])`
}
