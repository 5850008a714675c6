import { sql } from 'kysely'
import type { Pool } from './database.ts'
import type { Work } from './work.ts'

export type Receipt = {
  xid: number
  subjects: readonly string[]
  kinds: readonly string[]
  pages: number
  sites: number
  sample: readonly (readonly [site: string, address: string])[]
  isBulk: boolean
  begunAt: number
  done: number
  failed: number
  finishedAt: number | null
}

/** Writes receipts as they stand; gives the changes whose work somebody wants to stop. */
export async function writeReceipts(pool: Pool, node: string, receipts: readonly Receipt[]): Promise<Set<number>> {
  if (receipts.length === 0) return new Set()
  const rows = receipts.map((one) => ({
    xid: String(one.xid),
    node,
    subjects: one.subjects,
    kinds: one.kinds,
    pages: one.pages,
    sites: one.sites,
    sample: one.sample,
    is_bulk: one.isBulk,
    begun_at: new Date(one.begunAt),
    done: one.done,
    failed: one.failed,
    finished_at: one.finishedAt === null ? null : new Date(one.finishedAt),
  }))
  const { rows: wanted } = await pool.query<{ xid: string }>({
    name: 'receipts',
    text: `INSERT INTO kernel.receipt (xid, node, subjects, kinds, pages, sites, sample, is_bulk, begun_at, done, failed, finished_at)
      SELECT r.xid::xid8, r.node, r.subjects, r.kinds, r.pages, r.sites, r.sample, r.is_bulk, r.begun_at, r.done, r.failed, r.finished_at
      FROM json_to_recordset($1::json) AS r(xid text, node text, subjects text[], kinds text[], pages int, sites int, sample jsonb,
        is_bulk boolean, begun_at timestamptz, done int, failed int, finished_at timestamptz)
      ON CONFLICT (xid, node) DO UPDATE SET done = excluded.done, failed = excluded.failed, finished_at = excluded.finished_at
      RETURNING CASE WHEN cancel_wanted THEN xid::text END AS xid`,
    values: [JSON.stringify(rows)],
  })
  return new Set(wanted.flatMap((row) => (row.xid === null ? [] : Number(row.xid))))
}

/**
 * Asks the processes that render to stop: within a second, pages that are not made yet are left to whoever opens them. False:
 * nothing of it waits.
 */
export async function cancelReceipt(work: Work, number: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE kernel.receipt SET cancel_wanted = true
    WHERE xid = ${number}::xid8 AND is_bulk AND finished_at IS NULL`.execute(work.db)
  return numAffectedRows > 0n
}

const KEPT_DAYS = 30

/** Receipts are kept a month for questions and figures. */
export async function pruneReceipts(pool: Pool, now: Date): Promise<number> {
  const edge = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  const { rowCount } = await pool.query('DELETE FROM kernel.receipt WHERE begun_at < $1', [edge])
  return rowCount ?? 0
}
