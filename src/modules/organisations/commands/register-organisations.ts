import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'
import type { OrganisationKind } from '../contract.ts'

/** An organisation to be registered in bulk; parents may stand anywhere in the same list or in the register. */
export type OrganisationRow = {
  id?: string
  code: string
  name: string
  shortName: string
  kind: OrganisationKind
  divisionId: string
  /** Code of the parent; null for a root. */
  parentCode: string | null
  position?: number
  uscc?: string | null
  phone?: string
  address?: string
  officeHours?: string
  functions?: string
  persons?: readonly { name: string; title: string; duties?: string }[]
}

export type RegisteredOrganisation = { id: string; code: string; path: string }

type Placed = OrganisationRow & { id: string; no: number; parentId: string | null; path: string }

/** Registers many organisations at once, each under its parent. The caller vouches for codes and checks. */
export async function registerOrganisations(
  work: Work,
  rows: readonly OrganisationRow[],
): Promise<RegisteredOrganisation[]> {
  if (rows.length === 0) return []
  const placed = placeAll(rows, await loadParents(work, rows), await nextNumbers(work, rows.length))
  await sql`
    INSERT INTO organisations.organisation (id, no, code, name, short_name, kind, division_id, parent_id, path, position,
      uscc, phone, address, office_hours, functions, updated_at) OVERRIDING SYSTEM VALUE
    SELECT id, no, code, name, "shortName", kind, "divisionId", "parentId", path, coalesce(position, 0), uscc,
      coalesce(phone, ''), coalesce(address, ''), coalesce("officeHours", ''), coalesce(functions, ''), ${work.now}
    FROM json_to_recordset(${JSON.stringify(placed)}::json) AS r(id uuid, no bigint, code text, name text, "shortName" text,
      kind text, "divisionId" uuid, "parentId" uuid, path text, position int, uscc text, phone text, address text,
      "officeHours" text, functions text)`.execute(work.db)
  const persons = placed.flatMap((row) =>
    (row.persons ?? []).map((person, position) => ({ ...person, id: newId(), organisation_id: row.id, position })),
  )
  if (persons.length > 0) {
    await sql`
      INSERT INTO organisations.person (id, organisation_id, name, title, duties, position)
      SELECT id, organisation_id, name, title, coalesce(duties, ''), position FROM json_to_recordset(${JSON.stringify(persons)}::json)
        AS r(id uuid, organisation_id uuid, name text, title text, duties text, position int)`.execute(work.db)
  }
  work.record({
    action: 'organisation.import',
    target: { kind: 'organisation', id: '-' },
    after: { count: placed.length },
  })
  return placed.map(({ id, code, path }) => ({ id, code, path }))
}

type Parent = { id: string; code: string; path: string }

async function loadParents(work: Work, rows: readonly OrganisationRow[]): Promise<Map<string, Parent>> {
  const codes = [...new Set(rows.map((row) => row.parentCode).filter((code) => code !== null))]
  const { rows: parents } = await sql<Parent>`
    SELECT id, code, path FROM organisations.v_directory WHERE code = ANY(${codes}::text[])`.execute(work.db)
  return new Map(parents.map((parent) => [parent.code, parent]))
}

async function nextNumbers(work: Work, count: number): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`
    SELECT nextval(pg_get_serial_sequence('organisations.organisation', 'no')) AS no
    FROM generate_series(1, ${count}::int)`.execute(work.db)
  return rows.map((row) => row.no)
}

function placeAll(rows: readonly OrganisationRow[], parents: Map<string, Parent>, numbers: number[]): Placed[] {
  const byCode = new Map(rows.map((row) => [row.code, row]))
  const placed = new Map<string, Placed>()
  const place = (row: OrganisationRow, below: ReadonlySet<string>): Placed => {
    const done = placed.get(row.code)
    if (done) return done
    const parent = row.parentCode === null ? null : parentOf(row, row.parentCode, below)
    const no = numbers[placed.size] ?? 0
    const path = `${parent?.path ?? '/'}${no}/`
    const result = { ...row, id: row.id ?? newId(), no, parentId: parent?.id ?? null, path }
    placed.set(row.code, result)
    return result
  }
  const parentOf = (row: OrganisationRow, code: string, below: ReadonlySet<string>): { id: string; path: string } => {
    const own = byCode.get(code)
    if (below.has(code)) throw new Error(`organisation ${row.code} stands below itself`)
    const parent = own ? place(own, new Set([...below, code])) : parents.get(code)
    if (!parent) throw new Error(`organisation ${row.code}: no parent ${code}`)
    return parent
  }
  return rows.map((row) => place(row, new Set([row.code])))
}
