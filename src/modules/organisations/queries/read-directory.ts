import { ask } from '../../../kernel/database.ts'
import type { View } from '../../../kernel/work.ts'

/** An organisation in force, as a directory shows it. */
export type DirectoryEntry = {
  id: string
  code: string
  name: string
  shortName: string
  kind: string
  uscc: string | null
  phone: string
  address: string
  officeHours: string
  functions: string
  updatedAt: Date
}

export async function directoryEntries(view: View, ids: readonly string[]): Promise<DirectoryEntry[]> {
  if (ids.length === 0) return []
  return ask<DirectoryEntry>(view.db)`
    SELECT id, code, name, short_name AS "shortName", kind, uscc, phone, address, office_hours AS "officeHours", functions,
      updated_at AS "updatedAt"
    FROM organisations.organisation WHERE id = ANY (${ids}::uuid[]) AND abolished_on IS NULL`
}

export type DirectoryPerson = { id: string; organisationId: string; name: string; title: string; duties: string }

/** The responsible persons of some organisations, in their order. */
export async function directoryPersons(view: View, organisationIds: readonly string[]): Promise<DirectoryPerson[]> {
  if (organisationIds.length === 0) return []
  return ask<DirectoryPerson>(view.db)`
    SELECT id, organisation_id AS "organisationId", name, title, duties FROM organisations.person
    WHERE organisation_id = ANY (${organisationIds}::uuid[]) ORDER BY organisation_id, position, id`
}

/** Where an organisation stands: itself and those above it, and the divisions it lies in, both from the top down. */
export type OrganisationLine = { body: readonly string[]; place: readonly string[]; level: number }

type Row = { id: string; path: string; division_id: string }
type Step = { start: string; id: string; level: number }

export async function organisationLines(view: View, ids: readonly string[]): Promise<Map<string, OrganisationLine>> {
  if (ids.length === 0) return new Map()
  const rows = await ask<Row>(view.db)`
    SELECT id, path, division_id FROM organisations.organisation WHERE id = ANY (${ids}::uuid[])`
  const prefixes = [...new Set(rows.flatMap((row) => prefixesOf(row.path)))]
  const divisions = [...new Set(rows.map((row) => row.division_id))]
  const [above, steps] = await Promise.all([
    ask<{ id: string; path: string }>(view.db)`
      SELECT id, path FROM organisations.organisation WHERE path = ANY (${prefixes}::text[])`,
    ask<Step>(view.db)`
      WITH RECURSIVE up AS (
        SELECT id AS start, id, level, parent_id FROM organisations.division WHERE id = ANY (${divisions}::uuid[])
        UNION ALL
        SELECT up.start, d.id, d.level, d.parent_id FROM organisations.division d JOIN up ON d.id = up.parent_id
      )
      SELECT start, id, level FROM up ORDER BY start, level`,
  ])
  const byPath = new Map(above.map((row) => [row.path, row.id]))
  const byDivision = Map.groupBy(steps, (step) => step.start)
  return new Map(
    rows.map((row) => {
      const line = byDivision.get(row.division_id) ?? []
      return [
        row.id,
        {
          body: prefixesOf(row.path).flatMap((prefix) => byPath.get(prefix) ?? []),
          place: line.map((step) => step.id),
          level: line.at(-1)?.level ?? LOWEST,
        },
      ]
    }),
  )
}

const LOWEST = 5

/** '/1/15/203/' → '/1/', '/1/15/', '/1/15/203/'. */
function prefixesOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}/`)
}

/** Every organisation in force. */
export async function allOrganisationIds(view: View): Promise<string[]> {
  const rows = await ask<{ id: string }>(view.db)`
    SELECT id FROM organisations.organisation WHERE abolished_on IS NULL ORDER BY path`
  return rows.map((row) => row.id)
}

/** What every organisation in force is called, long and short. */
export async function allOrganisationNames(view: View): Promise<string[]> {
  const rows = await ask<{ name: string }>(view.db)`
    SELECT name FROM organisations.organisation WHERE abolished_on IS NULL
    UNION SELECT short_name FROM organisations.organisation WHERE abolished_on IS NULL ORDER BY name`
  return rows.map((row) => row.name)
}
