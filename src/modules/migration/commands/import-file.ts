import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import { type Engine, inWork, type Work } from '../../../kernel/work.ts'
import { cleanBody, importDocuments, type ImportRow } from '../../content/index.ts'
import { applyMapping, textOf } from '../apply-mapping.ts'
import type { Mapping } from '../contract.ts'
import { type Entry, openRecords, type SourceRecord } from '../reading/read-records.ts'
import type { Source } from '../reading/read-lines.ts'

export type ImportFile = {
  runId: string
  siteId: string
  channelId: string
  source: string
  mapping: Mapping
  isDryRun: boolean
  /** Lines up to this one are in already. */
  lineDone: number
  open: Source
}

export type Counts = { read: number; imported: number; updated: number; unchanged: number; rejected: number }

type Options = { actor: Actor; signal?: AbortSignal; onProgress?: (counts: Counts, bytesRead: number) => void }

/** The run was stopped, or another worker has taken it over: what is not committed yet stays out. */
export class RunEnded extends Error {}

const MOST_ROWS = 500
const MOST_BYTES = 8 * 1024 ** 2

type Refused = { line: number; field: string; reason: string; excerpt: string }
type Batch = {
  rows: ImportRow[]
  refused: Refused[]
  excerpts: Map<number, string>
  read: number
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
  let lineDone = job.lineDone
  let flying: Promise<void> = Promise.resolve()
  try {
    // While one batch is with the database, the next is read and its bodies cleaned. Never two transactions at once: one
    // that waits for the other to commit, and holds a row the other needs, would wait for ever.
    for await (const batch of batchesOf(job, engine.clock())) {
      await flying
      if (options.signal?.aborted) throw new RunEnded()
      const from = lineDone
      lineDone = batch.lastLine
      flying = commitBatch(engine, job, { batch, from, seen, actor: options.actor }).then((counts) => {
        for (const key of Object.keys(total)) if (isCount(key)) total[key] += counts[key]
        options.onProgress?.(total, batch.bytesRead)
      })
      // Awaited in the next turn; until then a failure must not count as unhandled.
      flying.catch(() => undefined)
    }
    await flying
  } catch (error) {
    await flying.catch(() => undefined)
    throw error
  }
  return total
}

const isCount = (key: string): key is keyof Counts =>
  key === 'read' || key === 'imported' || key === 'updated' || key === 'unchanged' || key === 'rejected'

async function* batchesOf(job: ImportFile, now: Date): AsyncGenerator<Batch> {
  const file = await openRecords(job.open)
  const fresh = (): Batch => ({
    rows: [],
    refused: [],
    excerpts: new Map(),
    read: 0,
    lastLine: job.lineDone,
    bytesRead: 0,
  })
  let batch = fresh()
  let bytes = 0
  for await (const entries of file.entries) {
    for (const entry of entries) {
      if (entry.line <= job.lineDone) continue
      bytes += addEntry(batch, entry, { ...job, now })
      if (batch.read < MOST_ROWS && bytes < MOST_BYTES) continue
      yield { ...batch, bytesRead: file.bytesRead() }
      batch = { ...fresh(), lastLine: batch.lastLine }
      bytes = 0
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

type Commit = { batch: Batch; from: number; seen: Set<string>; actor: Actor }

async function commitBatch(engine: Engine, job: ImportFile, { batch, from, seen, actor }: Commit): Promise<Counts> {
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
    await tellProgress(work, job.runId, { ...counts, from, lastLine: batch.lastLine, bytesRead: batch.bytesRead })
    return counts
  })
}

async function writeRejections(work: Work, runId: string, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return
  const merged = [...Map.groupBy(refused, (one) => `${one.line} ${one.field}`).values()].flatMap((same) =>
    same[0]
      ? [{ ...same[0], reason: same.map((one) => one.reason).join('；'), excerpt: storable(same[0].excerpt) }]
      : [],
  )
  await sql`
    INSERT INTO migration.rejection (run_id, line, field, reason, excerpt)
    SELECT ${runId}::uuid, line, field, reason, excerpt FROM json_to_recordset(${JSON.stringify(merged)}::json)
      AS r(line bigint, field text, reason text, excerpt text)
    ON CONFLICT (run_id, line, field) DO UPDATE SET reason = excluded.reason, excerpt = excluded.excerpt
  `.execute(work.db)
}

const storable = (text: string): string => text.slice(0, EXCERPT).replaceAll('\0', '').toWellFormed()

type Progress = Counts & { from: number; lastLine: number; bytesRead: number }

async function tellProgress(work: Work, runId: string, progress: Progress): Promise<void> {
  const { numAffectedRows } = await sql`
    UPDATE migration.run SET read = read + ${progress.read}, imported = imported + ${progress.imported},
      updated = updated + ${progress.updated}, unchanged = unchanged + ${progress.unchanged},
      rejected = rejected + ${progress.rejected}, line_done = ${progress.lastLine}, bytes_read = ${progress.bytesRead}
    WHERE id = ${runId} AND state = 'running' AND line_done = ${progress.from}
  `.execute(work.db)
  if (numAffectedRows !== 1n) throw new RunEnded()
}
