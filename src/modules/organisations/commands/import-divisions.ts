import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'
import { checkDivisionRows, type DivisionRejection, type DivisionRow } from '../division-rows.ts'

export type { DivisionRow } from '../division-rows.ts'

export type DivisionImport = {
  read: number
  imported: number
  updated: number
  unchanged: number
  rejected: number
  rejections: DivisionRejection[]
}

type Known = { id: string; code: string; level: number }

/**
 * Brings in a table of divisions, parents before children level by level. The key is (code, level): padded codes repeat
 * across levels. Rows at fault are reported by line; everything else goes in.
 */
export async function importDivisions(work: Work, rows: readonly DivisionRow[]): Promise<DivisionImport> {
  const known = await loadKnown(work)
  const { accepted, rejections } = checkDivisionRows(rows, new Set(known.keys()))
  const total = { imported: 0, updated: 0 }
  for (let level = 1; level <= 5; level++) {
    const batch = accepted.filter((row) => row.level === level)
    for (let start = 0; start < batch.length; start += BATCH) {
      const written = await writeBatch(work, batch.slice(start, start + BATCH), known)
      total.imported += written.imported
      total.updated += written.updated
    }
  }
  const unchanged = accepted.length - total.imported - total.updated
  const report = { read: rows.length, ...total, unchanged, rejected: rejections.length }
  work.record({ action: 'division.import', target: { kind: 'division', id: '-' }, after: report })
  return { ...report, rejections }
}

const BATCH = 20_000
const keyOf = (code: string, level: number): string => `${level}:${code}`

async function loadKnown(work: Work): Promise<Map<string, string>> {
  const { rows } = await sql<Known>`
    SELECT id, code, level FROM organisations.division WHERE valid_until IS NULL`.execute(work.db)
  return new Map(rows.map((row) => [keyOf(row.code, row.level), row.id]))
}

type Accepted = ReturnType<typeof checkDivisionRows>['accepted'][number]

async function writeBatch(work: Work, batch: Accepted[], known: Map<string, string>) {
  const rows = batch.map((row) => {
    const key = keyOf(row.code, row.level)
    const existing = known.get(key)
    const id = existing ?? newId()
    known.set(key, id)
    return {
      id,
      code: row.code,
      level: row.level,
      name: row.name,
      parent_id: row.parentKey === null ? null : (known.get(row.parentKey) ?? null),
      is_new: existing === undefined,
    }
  })
  const { rows: counts } = await sql<{ imported: number; updated: number }>`
    WITH given AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS r(id uuid, code text, level smallint, name text, parent_id uuid, is_new boolean)
    ), added AS (
      INSERT INTO organisations.division (id, code, level, name, parent_id)
      SELECT id, code, level, name, parent_id FROM given WHERE is_new RETURNING 1
    ), changed AS (
      UPDATE organisations.division d SET name = g.name, parent_id = g.parent_id, version = d.version + 1
      FROM given g WHERE NOT g.is_new AND d.id = g.id AND (d.name, d.parent_id) IS DISTINCT FROM (g.name, g.parent_id)
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM added) AS imported, (SELECT count(*) FROM changed) AS updated`.execute(work.db)
  return counts[0] ?? { imported: 0, updated: 0 }
}
