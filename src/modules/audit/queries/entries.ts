import { type RawBuilder, sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { AuditFilters } from '../contract.ts'
import { auditLabels } from '../labels.ts'
import { reachOf } from './reach-of.ts'

/** A text is looked for in the newest entries that match the other filters: no index serves any piece of any text. */
export const TEXT_WINDOW = 100_000

export const NEWEST_FIRST = sql`ORDER BY e.at DESC, e.chain DESC, e.seq DESC`

/** Entries `e` that the filters ask for and the reader may see; the text is looked for by the caller. */
export async function entriesFor(view: View, filters: AuditFilters): Promise<RawBuilder<unknown>> {
  return sql`FROM audit.entry e WHERE ${await reachOf(view)} AND ${sql.join(conditions(filters), sql` AND `)}`
}

function conditions(filters: AuditFilters): RawBuilder<unknown>[] {
  const parts = [sql`true`]
  if (filters.from) parts.push(sql`e.at >= ${filters.from}::timestamptz`)
  if (filters.until) parts.push(sql`e.at < ${filters.until}::timestamptz`)
  if (filters.actorId) parts.push(sql`e.actor_id = ${filters.actorId}`)
  if (filters.action) parts.push(sql`e.action = ${filters.action}`)
  if (filters.targetKind) parts.push(sql`e.target_kind = ${filters.targetKind}`)
  if (filters.targetId) parts.push(sql`e.target_id = ${filters.targetId}`)
  if (filters.siteId) parts.push(sql`e.site_id = ${filters.siteId}`)
  if (filters.organisationId) parts.push(sql`e.organisation_id = ${filters.organisationId}`)
  return parts
}

export function textCondition(text: string): RawBuilder<unknown> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return sql`(e.target_label ILIKE ${pattern} OR e.actor_name ILIKE ${pattern} OR e.target_id ILIKE ${pattern}
    OR e.address ILIKE ${pattern} OR e.actor_name = ANY (${partsCalled(text)}::text[]))`
}

/** Parts of the platform are on record by a code, and looked for by what they are called. */
const partsCalled = (text: string): string[] =>
  Object.values(auditLabels).flatMap((words) =>
    Object.entries(words)
      .filter(([key, word]) => key.startsWith('actor.') && word.toLowerCase().includes(text.toLowerCase()))
      .map(([key]) => key.slice('actor.'.length)),
  )

/** How far back a text is looked for; null when to the end. */
export async function windowEnd(view: View, entries: RawBuilder<unknown>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    SELECT e.at ${entries} ORDER BY e.at DESC OFFSET ${TEXT_WINDOW} LIMIT 1`.execute(view.db)
  return rows[0]?.at ?? null
}
