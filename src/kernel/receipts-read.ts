import { type RawBuilder, sql } from 'kysely'
import type { View } from './work.ts'

/**
 * running: pages wait to be made; interrupted: the process that made them is gone, readers get the rest made when they ask;
 * cancelled: somebody stopped it, with the same outcome.
 */
export type ReceiptState = 'running' | 'done' | 'cancelled' | 'interrupted'

/** What became of one change, over all processes and machines that render. */
export type ReceiptCard = {
  /** The transaction of the change. */
  number: string
  kind: string
  subjects: readonly string[]
  /** Kept pages that it touched; of several machines the one with most, since each keeps its own. */
  pages: number
  sites: number
  /** Sites of the pages that are listed: of a bulk change perhaps not all. */
  listed: readonly string[]
  isBulk: boolean
  begunAt: Date
  /** Milliseconds until the last page was fresh; null while pages wait, or when they were not all made. */
  tookMs: number | null
  state: ReceiptState
  /** Percent of the pages that are behind us. */
  progress: number
  failed: number
  isCancelWanted: boolean
}

export type ListedPage = readonly [site: string, address: string]
export type ReceiptDetail = ReceiptCard & { sample: readonly ListedPage[] }

/** Names for kinds of change, by the first words of the keys it touched; the first rule that fits counts. */
export type KindRules = {
  rules: readonly (readonly [kind: string, keys: readonly string[]])[]
  /** Of a change with subjects of its own, and of one that touched nothing but places in lists. */
  ofSubjects: string
  other: string
}

/** What one process wrote. */
export type ReceiptPart = {
  node: string
  pages: number
  sites: number
  done: number
  failed: number
  begun: number
  finished: number | null
  isCancelWanted: boolean
  isLiving: boolean
  listed: readonly string[]
  sample?: readonly ListedPage[]
}

type Row = { number: string; kind: string; subjects: string[]; is_bulk: boolean; begun_at: Date; parts: ReceiptPart[] }

const kindOf = ({ rules, ofSubjects, other }: KindRules): RawBuilder<string> => sql<string>`
  CASE WHEN r.subjects <> '{}' OR r.kinds = '{}' THEN ${sql.lit(ofSubjects)}
  ${sql.join(
    rules.map(([kind, keys]) => sql`WHEN r.kinds && ${sql.lit(`{${keys.join(',')}}`)}::text[] THEN ${sql.lit(kind)}`),
    sql` `,
  )} ELSE ${sql.lit(other)} END`

const isLiving = sql`EXISTS (SELECT 1 FROM kernel.node n WHERE n.name = o.node
  AND n.seen_at + n.lease_ms * interval '1 millisecond' > clock_timestamp())`

const NO_MORE = sql``
const WITH_SAMPLE = sql`, 'sample', o.sample`

/** One row a change: that of the first process stands for it, the parts of all beside it. */
const receiptsWhere = (rules: KindRules, where: RawBuilder<unknown>, extra: RawBuilder<unknown> = NO_MORE) => sql<Row>`
  SELECT r.xid::text AS number, ${kindOf(rules)} AS kind, r.subjects, r.is_bulk, r.begun_at, (
    SELECT jsonb_agg(jsonb_build_object('node', o.node, 'pages', o.pages, 'sites', o.sites, 'done', o.done, 'failed', o.failed,
      'begun', kernel.ms(o.begun_at), 'finished', kernel.ms(o.finished_at), 'isCancelWanted', o.cancel_wanted,
      'isLiving', ${isLiving}, 'listed', kernel.sample_sites(o.sample)${extra}))
    FROM kernel.receipt o WHERE o.xid = r.xid) AS parts
  FROM kernel.receipt r WHERE ${where} ORDER BY r.begun_at DESC, r.xid DESC`

/** Several processes render one change: the first by name stands for it in a list. */
const isFirst = sql`NOT EXISTS (SELECT 1 FROM kernel.receipt o WHERE o.xid = r.xid AND o.node < r.node)`

const fromRow = ({ number, kind, subjects, is_bulk, begun_at, parts }: Row): ReceiptDetail => ({
  number,
  kind,
  subjects,
  isBulk: is_bulk,
  begunAt: begun_at,
  ...foldParts(parts),
})

const machineOf = ({ node }: ReceiptPart): string => node.slice(0, node.lastIndexOf(':'))
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** The parts of one change as one: processes of a machine share its pages, machines have each their own. */
export function foldParts(
  parts: readonly ReceiptPart[],
): Omit<ReceiptDetail, 'number' | 'kind' | 'subjects' | 'isBulk' | 'begunAt'> {
  const machines = [...Map.groupBy(parts, machineOf).values()]
  const sample = new Map(parts.flatMap((part) => part.sample ?? []).map((page) => [page[1], page]))
  const listed = [...new Set(parts.flatMap((part) => part.listed))]
  const behind = sum(parts.map((part) => part.done + part.failed))
  const all = sum(parts.map((part) => part.pages))
  const open = parts.filter((part) => part.finished === null)
  const isCancelWanted = parts.some((part) => part.isCancelWanted)
  const state = open.some((part) => part.isLiving)
    ? 'running'
    : open.length > 0
      ? 'interrupted'
      : isCancelWanted && behind < all
        ? 'cancelled'
        : 'done'
  const ends = parts.map((part) => part.finished ?? 0)
  return {
    pages: Math.max(...machines.map((own) => sum(own.map((part) => part.pages)))),
    sites: Math.max(listed.length, ...parts.map((part) => part.sites)),
    listed,
    tookMs: state === 'done' ? Math.max(0, Math.max(...ends) - Math.min(...parts.map((part) => part.begun))) : null,
    state,
    progress: all === 0 ? 100 : Math.floor((100 * behind) / all),
    failed: sum(parts.map((part) => part.failed)),
    isCancelWanted,
    sample: [...sample.values()],
  }
}

/** What the newest changes of one thing did, the newest first. */
export async function receiptsOfSubject(
  view: View,
  { subject, limit, rules }: { subject: string; limit: number; rules: KindRules },
): Promise<ReceiptDetail[]> {
  const where = sql`r.subjects @> ARRAY[${subject}] AND ${isFirst}`
  const { rows } = await sql<Row>`${receiptsWhere(rules, where, WITH_SAMPLE)} LIMIT ${limit}`.execute(view.db)
  return rows.map(fromRow)
}

export type ReceiptFilter = {
  rules: KindRules
  kind?: string | undefined
  isBulk?: boolean | undefined
  /** Pages still wait. */
  isOpen?: boolean | undefined
  from?: Date | undefined
  until?: Date | undefined
  /** Only changes that touched one of these sites; null: all. */
  siteIds: readonly string[] | null
}

const onSites = (siteIds: readonly string[]) => sql`kernel.sample_sites(r.sample) && ${[...siteIds]}::text[]`

function whereOf({ rules, kind, isBulk, isOpen, from, until, siteIds }: ReceiptFilter): RawBuilder<unknown> {
  const parts = [
    isFirst,
    ...(kind === undefined ? [] : [sql`${kindOf(rules)} = ${kind}`]),
    ...(isBulk === undefined ? [] : [sql`r.is_bulk = ${isBulk}`]),
    ...(isOpen ? [sql`r.xid IN (SELECT o.xid FROM kernel.receipt o WHERE o.finished_at IS NULL)`] : []),
    ...(from === undefined ? [] : [sql`r.begun_at >= ${from}`]),
    ...(until === undefined ? [] : [sql`r.begun_at < ${until}`]),
    ...(siteIds === null ? [] : [onSites(siteIds)]),
  ]
  return sql.join(parts, sql` AND `)
}

/** What changes did, the newest first; counted up to `countTo`. */
export async function listReceipts(
  view: View,
  filter: ReceiptFilter,
  { limit, offset, countTo }: { limit: number; offset: number; countTo: number },
): Promise<{ receipts: ReceiptCard[]; total: number }> {
  const where = whereOf(filter)
  const { rows } = await sql<Row>`${receiptsWhere(filter.rules, where)} LIMIT ${limit} OFFSET ${offset}`.execute(
    view.db,
  )
  const counted = await sql<{ total: number }>`
    SELECT count(*) AS total FROM (SELECT FROM kernel.receipt r WHERE ${where} LIMIT ${countTo}) n`.execute(view.db)
  return { receipts: rows.map(fromRow), total: counted.rows[0]?.total ?? 0 }
}

export async function findReceipt(view: View, number: string, rules: KindRules): Promise<ReceiptDetail | null> {
  const where = sql`r.xid = ${number}::xid8 AND ${isFirst}`
  const { rows } = await sql<Row>`${receiptsWhere(rules, where, WITH_SAMPLE)}`.execute(view.db)
  return rows[0] ? fromRow(rows[0]) : null
}

/** How far changes of one kind reach. Half of them stay below `median`, 95 of 100 below `p95`. */
export type FanOut = {
  kind: string
  changes: number
  pages: { median: number; p95: number; max: number }
  /** Milliseconds until the last page was fresh; null where none came to its end. */
  tookMs: { median: number; p95: number; max: number } | null
}

type FanOutRow = {
  kind: string
  changes: number
  pages: number[]
  most: number
  took: number[] | null
  longest: number | null
}

/** Figures by kind of change, over a stretch of time. */
export async function fanOut(
  view: View,
  { rules, from, siteIds }: Pick<ReceiptFilter, 'rules' | 'siteIds'> & { from: Date },
): Promise<FanOut[]> {
  const { rows } = await sql<FanOutRow>`
    WITH part AS (
      SELECT r.xid, split_part(r.node, ':', 1) AS machine, ${kindOf(rules)} AS kind, r.pages, r.done + r.failed AS behind,
        kernel.ms(r.begun_at) AS begun, kernel.ms(r.finished_at) AS finished
      FROM kernel.receipt r WHERE r.begun_at >= ${from} ${siteIds === null ? sql`` : sql`AND ${onSites(siteIds)}`}
    ), machine AS (
      SELECT xid, min(kind) AS kind, sum(pages) AS pages, sum(behind) AS behind, min(begun) AS begun, max(finished) AS finished,
        bool_and(finished IS NOT NULL) AS is_finished FROM part GROUP BY xid, machine
    ), change AS (
      SELECT min(kind) AS kind, max(pages) AS pages,
        CASE WHEN bool_and(is_finished AND behind >= pages) THEN greatest(0, max(finished) - min(begun)) END AS took
      FROM machine GROUP BY xid
    )
    SELECT kind, count(*)::int AS changes, max(pages)::int AS most, max(took) AS longest,
      percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY pages::int) AS pages,
      percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY took) AS took
    FROM change GROUP BY kind ORDER BY changes DESC, kind`.execute(view.db)
  return rows.map(({ kind, changes, pages, most, took, longest }) => ({
    kind,
    changes,
    pages: { median: pages[0] ?? 0, p95: pages[1] ?? 0, max: most },
    tookMs: took === null || longest === null ? null : { median: took[0] ?? 0, p95: took[1] ?? 0, max: longest },
  }))
}

/** never: nothing on record; waiting: not every portal has said; untouched: no kept page; touched: there is a receipt. */
export type ChangeStanding = 'never' | 'waiting' | 'untouched' | 'touched'

/** A portal writes its receipt a moment after it has taken a change in. */
const RECEIPT_LAG_MS = 1_000

/** What is known of the newest change of one thing. */
export async function changeStanding(
  view: View,
  subject: string,
): Promise<{ standing: ChangeStanding; at: Date | null }> {
  const { rows } = await sql<{ at: Date; is_touched: boolean; is_applied: boolean }>`
    SELECT c.at, EXISTS (SELECT 1 FROM kernel.receipt r WHERE r.xid = c.xid) AS is_touched,
      c.at + ${RECEIPT_LAG_MS} * interval '1 millisecond' < clock_timestamp() AND NOT EXISTS (
        SELECT 1 FROM kernel.node n WHERE n.seen_at + n.lease_ms * interval '1 millisecond' > clock_timestamp()
          AND NOT pg_visible_in_snapshot(c.xid, n.applied)) AS is_applied
    FROM kernel.change c WHERE c.subject = ${subject} ORDER BY c.id DESC LIMIT 1`.execute(view.db)
  const [newest] = rows
  if (!newest) return { standing: 'never', at: null }
  return { standing: newest.is_touched ? 'touched' : newest.is_applied ? 'untouched' : 'waiting', at: newest.at }
}
