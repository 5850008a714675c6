import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import type { Reason } from '../../../kernel/i18n.ts'
import { type Engine, inWork, type Work } from '../../../kernel/work.ts'
import { cleanBody, importDocuments, type ImportRow } from '../../content/index.ts'
import { applyMapping, textOf } from '../apply-mapping.ts'
import type { Mapping } from '../contract.ts'
import { type Entry, openRecords, type SourceRecord } from '../reading/read-records.ts'
import type { Source } from '../reading/read-lines.ts'
import { reach, type Span } from '../spans.ts'

export type ImportFile = {
  runId: string
  siteId: string
  channelId: string
  source: string
  mapping: Mapping
  isDryRun: boolean
  /** Lines up to this one are in already, and these spans further on. */
  lineDone: number
  ahead?: readonly Span[]
  open: Source
}

export type Counts = { read: number; imported: number; updated: number; unchanged: number; rejected: number }

type Options = { actor: Actor; signal?: AbortSignal; onProgress?: (counts: Counts, bytesRead: number) => void }

/** The run was stopped, or another worker has taken it over: what is not committed yet stays out. */
export class RunEnded extends Error {}

const MOST_ROWS = 500
const MOST_BYTES = 8 * 1024 ** 2
/** While one batch waits for the database, the next is read and checked. */
const IN_FLIGHT = 2

type Refused = { line: number; field: string; excerpt: string } & Reason
type Batch = {
  rows: ImportRow[]
  refused: Refused[]
  excerpts: Map<number, string>
  read: number
  /** The line before its first. */
  from: number
  lastLine: number
  bytesRead: number
}

/**
 * The whole file, batch by batch. Rows, rejections, counts and the line reached are one commit, so whatever happens the run
 * can go on after `line_done` and nothing is lost or doubled.
 */
export async function importFile(engine: Engine, job: ImportFile, options: Options): Promise<Counts> {
  const total: Counts = { read: 0, imported: 0, updated: 0, unchanged: 0, rejected: 0 }
  const seen = new Set<string>()
  const flying: { ids: Set<string>; done: Promise<void> }[] = []
  try {
    for await (const batch of batchesOf(job, engine.clock())) {
      if (options.signal?.aborted) throw new RunEnded()
      // The same id again, or a text that names it, must see what the earlier batch made of it. Waited for outside any
      // transaction: inside, two could wait for each other without the database knowing.
      const mentioned = batch.rows.flatMap(mentionedBy)
      while (flying.length >= IN_FLIGHT || flying.some((one) => mentioned.some((id) => one.ids.has(id)))) {
        await flying.shift()?.done
      }
      const done = commitBatch(engine, job, { batch, seen, actor: options.actor }).then((counts) => {
        for (const key of Object.keys(total)) if (isCount(key)) total[key] += counts[key]
        options.onProgress?.(total, batch.bytesRead)
      })
      // Awaited in a later turn; until then a failure must not count as unhandled.
      done.catch(() => undefined)
      flying.push({ ids: new Set(batch.rows.map((row) => row.externalId)), done })
    }
    for (const one of flying) await one.done
  } catch (error) {
    await Promise.allSettled(flying.map((one) => one.done))
    throw error
  }
  return total
}

/** Its own id, and whatever in its metadata may be that of another. */
const mentionedBy = ({ externalId, metadata = {} }: ImportRow): string[] => [
  externalId,
  ...Object.values(metadata)
    .flat()
    .filter((value) => typeof value === 'string'),
]

const isCount = (key: string): key is keyof Counts =>
  key === 'read' || key === 'imported' || key === 'updated' || key === 'unchanged' || key === 'rejected'

async function* batchesOf(job: ImportFile, now: Date): AsyncGenerator<Batch> {
  const file = await openRecords(job.open)
  const after = (line: number): Batch => ({
    rows: [],
    refused: [],
    excerpts: new Map(),
    read: 0,
    from: line,
    lastLine: line,
    bytesRead: 0,
  })
  let batch = after(job.lineDone)
  let bytes = 0
  for await (const entries of file.entries) {
    for (const entry of entries) {
      if (entry.line <= job.lineDone) continue
      const done = job.ahead?.find(([from, to]) => entry.line > from && entry.line <= to)
      if (!done) bytes += addEntry(batch, entry, { ...job, now })
      if (done ? batch.read > 0 : batch.read >= MOST_ROWS || bytes >= MOST_BYTES) {
        yield { ...batch, bytesRead: file.bytesRead() }
        batch = after(batch.lastLine)
        bytes = 0
      }
      if (done) batch = after(done[1])
    }
  }
  if (batch.read > 0) yield { ...batch, bytesRead: file.bytesRead() }
}

/** Says how large the row is, roughly. */
function addEntry(batch: Batch, entry: Entry, job: Pick<ImportFile, 'mapping' | 'channelId'> & { now: Date }): number {
  batch.read++
  batch.lastLine = entry.line
  if (!('record' in entry)) {
    batch.refused.push(entry)
    return 0
  }
  const { row, faults } = applyMapping(job.mapping, entry.record, { ...job, line: entry.line })
  const excerpt = row.title || recordStart(entry.record)
  batch.excerpts.set(entry.line, excerpt)
  if (faults.length > 0) batch.refused.push(...faults.map((fault) => ({ ...fault, line: entry.line, excerpt })))
  else batch.rows.push({ ...row, body: cleanBody(row.body) })
  return row.body.length * 2
}

const EXCERPT = 200
const recordStart = (record: SourceRecord): string =>
  Object.values(record).map(textOf).filter(Boolean).join(' | ').slice(0, EXCERPT)

type Commit = { batch: Batch; seen: Set<string>; actor: Actor }

async function commitBatch(engine: Engine, job: ImportFile, { batch, seen, actor }: Commit): Promise<Counts> {
  return inWork(engine, actor, async (work) => {
    const result = await importDocuments(work, {
      siteId: job.siteId,
      externalSource: job.source,
      rows: batch.rows,
      ...(job.isDryRun ? { dryRun: { seen } } : {}),
    })
    const refused = [
      ...batch.refused,
      ...result.rejected.map((one) => ({ ...one, excerpt: batch.excerpts.get(one.line) ?? '' })),
    ]
    const counts = {
      read: batch.read,
      imported: result.imported,
      updated: result.updated,
      unchanged: result.unchanged,
      rejected: new Set(refused.map((one) => one.line)).size,
    }
    await writeRejections(work, job.runId, refused)
    await tellProgress(work, job.runId, { ...counts, span: [batch.from, batch.lastLine], bytesRead: batch.bytesRead })
    return counts
  })
}

async function writeRejections(work: Work, runId: string, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return
  const merged = [...Map.groupBy(refused, (one) => `${one.line} ${one.field}`).values()].flatMap((same) =>
    same[0]
      ? [
          {
            line: same[0].line,
            field: same[0].field,
            reason: same.map((one) => one.reason).join('；'),
            said: same.map(({ code, values }) => ({ code, values })),
            excerpt: storable(same[0].excerpt),
          },
        ]
      : [],
  )
  await sql`
    INSERT INTO migration.rejection (run_id, line, field, reason, said, excerpt)
    SELECT ${runId}::uuid, line, field, reason, said, excerpt FROM json_to_recordset(${JSON.stringify(merged)}::json)
      AS r(line bigint, field text, reason text, said jsonb, excerpt text)
    ON CONFLICT (run_id, line, field) DO UPDATE
      SET reason = excluded.reason, said = excluded.said, excerpt = excluded.excerpt
  `.execute(work.db)
}

const storable = (text: string): string => text.slice(0, EXCERPT).replaceAll('\0', '').toWellFormed()

type Progress = Counts & { span: Span; bytesRead: number }

async function tellProgress(work: Work, runId: string, progress: Progress): Promise<void> {
  const run = await work.db
    .selectFrom('migration.run')
    .select(['line_done as lineDone', 'ahead'])
    .where('id', '=', runId)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst()
  const reached = run && reach(run, progress.span)
  if (!reached) throw new RunEnded()
  await sql`
    UPDATE migration.run SET read = read + ${progress.read}, imported = imported + ${progress.imported},
      updated = updated + ${progress.updated}, unchanged = unchanged + ${progress.unchanged},
      rejected = rejected + ${progress.rejected}, line_done = ${reached.lineDone}, ahead = ${JSON.stringify(reached.ahead)},
      bytes_read = greatest(bytes_read, ${progress.bytesRead})
    WHERE id = ${runId}
  `.execute(work.db)
}
