import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { dayOf } from '../days.ts'

/** The next day (YYYY-MM-DD) on which a scheme of the kind, or a code of the list, begins to hold or no longer does. */
export async function nextBoundary(view: View, of: { kind: string } | { list: string }): Promise<string | null> {
  const today = dayOf(view.now)
  const table =
    'kind' in of ? sql`vocabulary.scheme WHERE kind = ${of.kind}` : sql`vocabulary.code WHERE list = ${of.list}`
  const { rows } = await sql<{ on: string | null }>`
    SELECT min(day)::text AS "on" FROM (SELECT valid_from, valid_until FROM ${table}) t,
      LATERAL (VALUES (valid_from), (valid_until + 1)) AS v(day) WHERE day > ${today}::date
  `.execute(view.db)
  return rows[0]?.on ?? null
}
