import { sql, type RawBuilder } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { canReadAll, readable } from '../policies.ts'
import { listRoots } from './list-roots.ts'

/** The condition on entry `e` that keeps everybody to the organisations they answer for. */
export async function reachOf(view: View): Promise<RawBuilder<unknown>> {
  if (canReadAll(view.actor, await listRoots(view))) return sql`true`
  return sql`e.organisation_id IN (
    SELECT id FROM organisations.v_directory WHERE path LIKE ANY(${readable(view.actor)}::text[]))`
}
