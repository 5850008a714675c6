import type { Pool } from './database.ts'

/** Which transactions a reader has seen (PostgreSQL's pg_snapshot): all below xmin, none from xmax on, of those between not xip. */
export type Snapshot = { readonly xmin: number; readonly xmax: number; readonly xip: readonly number[] }

/** One place in an ordered list where something came (+1), went (-1) or reads otherwise (0), at these instants. */
export type Point = {
  list: string
  low: Position
  high: Position
  instants: readonly number[]
  step: number
  isPinned: boolean
  /** How it stands there; only what comes or goes has one. */
  form: string | null
  /** Of many items at once: the first and the last of their ids. */
  ids?: readonly [string, string]
}

/** Where something stands in an ordered list: milliseconds, then id. Null: before or after every id of that instant. */
export type Position = { at: number; id: string | null }

/** Everything one transaction changed. */
export type Change = {
  xid: number
  keys: readonly { key: string; dueAt: number | null }[]
  points: readonly Point[]
  /** What was kept of it must not be shown once more. */
  isTakedown: boolean
  subjects: readonly string[]
}

/** Before every transaction: PostgreSQL counts from 3. */
export const NOTHING_SEEN: Snapshot = { xmin: 1, xmax: 1, xip: [] }

export function parseSnapshot(text: string): Snapshot {
  const [xmin, xmax, xip] = text.split(':')
  return { xmin: Number(xmin), xmax: Number(xmax), xip: xip ? xip.split(',').map(Number) : [] }
}

export const snapshotText = ({ xmin, xmax, xip }: Snapshot): string => `${xmin}:${xmax}:${xip.join(',')}`

export const hasSeen = ({ xmin, xmax, xip }: Snapshot, xid: number): boolean =>
  xid < xmin || (xid < xmax && !xip.includes(xid))

/** Of two snapshots of one database, does the first know something the second does not? */
export const isAhead = (a: Snapshot, b: Snapshot): boolean =>
  a.xmax > b.xmax || a.xmin > b.xmin || (a.xmax === b.xmax && a.xip.length < b.xip.length)

type Row = {
  snapshot: string
  forgotten: string
  identity: string
  xid: string | null
  keys: string[]
  points: RawPoint[]
  is_takedown: boolean
  due_at: number | null
  subject: string | null
}
type RawPoint = [
  string,
  number,
  string | null,
  number,
  string | null,
  (number | null)[],
  number,
  boolean,
  (string | null)?,
  [string, string]?,
]

export type Fetched = {
  identity: string
  snapshot: Snapshot
  changes: Change[]
  /** Changes that this reader has not seen are no longer on record: whatever it kept counts for nothing. */
  isGap: boolean
}

/**
 * What was committed since a snapshot, exactly: by visibility, never by "greater than the last one I saw", because numbers are
 * given before the commit. The statement's own snapshot is the next place to read on from.
 */
export async function fetchChanges(pool: Pool, since: Snapshot): Promise<Fetched> {
  const { rows } = await pool.query<Row>({
    name: 'changes since',
    text: `
      SELECT pg_current_snapshot()::text AS snapshot, i.forgotten::text, (SELECT kernel.timeline()) AS identity, c.xid::text, c.keys, c.points,
        c.is_takedown, c.due_at, c.subject
      FROM kernel.identity i LEFT JOIN kernel.change c
        ON c.xid >= $1::xid8 AND NOT pg_visible_in_snapshot(c.xid, $2::pg_snapshot)
      ORDER BY c.id`,
    // Who has seen nothing has nothing to bring up to date.
    values: [since.xmax === NOTHING_SEEN.xmax ? null : String(since.xmin), snapshotText(since)],
  })
  const [first] = rows
  if (!first) throw new Error('the database has no identity: migrations have not run')
  const snapshot = parseSnapshot(first.snapshot)
  const noted = rows.filter((row): row is Row & { xid: string } => row.xid !== null)
  return {
    identity: first.identity,
    snapshot,
    changes: [...Map.groupBy(noted, (row) => row.xid)].map(([xid, ofOne]) => changeOf(Number(xid), ofOne)),
    // All below xmin is seen, xmin itself is not: it may be among what is forgotten. And a database put back to an earlier day
    // has not yet given out the numbers this reader knows.
    isGap: since.xmax === NOTHING_SEEN.xmax || since.xmin <= Number(first.forgotten) || since.xmax > snapshot.xmax,
  }
}

function changeOf(xid: number, rows: readonly Row[]): Change {
  return {
    xid,
    keys: rows.flatMap((row) => row.keys.map((key) => ({ key, dueAt: row.due_at }))),
    points: rows.flatMap((row) => row.points.map(pointOf)),
    isTakedown: rows.some((row) => row.is_takedown),
    subjects: [...new Set(rows.flatMap((row) => row.subject ?? []))],
  }
}

function pointOf([list, low, lowId, high, highId, instants, step, isPinned, form, ids]: RawPoint): Point {
  return {
    list,
    low: { at: low, id: lowId },
    high: { at: high, id: highId },
    instants: instants.filter((at) => at !== null),
    step,
    isPinned,
    form: form ?? null,
    ...(ids && { ids }),
  }
}

const KEPT_DAYS = 7

/**
 * Changes are kept a week; a reader that was away longer starts anew. Nothing is forgotten that is newer than a transaction
 * still running: a reader that follows closely never finds a gap.
 */
export async function forgetChanges(pool: Pool, now: Date): Promise<number> {
  const edge = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  const { rowCount } = await pool.query(
    `WITH gone AS (DELETE FROM kernel.change WHERE id < (SELECT min(id) FROM kernel.change WHERE at >= $1)
       AND xid < pg_snapshot_xmin(pg_current_snapshot()) RETURNING xid)
     UPDATE kernel.identity SET forgotten = greatest(forgotten, (SELECT xid FROM gone ORDER BY xid DESC LIMIT 1))
     WHERE EXISTS (SELECT 1 FROM gone)`,
    [edge],
  )
  await pool.query(`DELETE FROM kernel.node WHERE seen_at < now() - interval '1 day'`)
  return rowCount ?? 0
}
