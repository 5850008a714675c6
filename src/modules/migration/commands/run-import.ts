import type { Readable } from 'node:stream'
import { type Actor, system } from '../../../kernel/actor.ts'
import type { Blobs } from '../../../kernel/blobs.ts'
import type { Reason } from '../../../kernel/i18n.ts'
import type { JobContext } from '../../../kernel/jobs.ts'
import { Problem } from '../../../kernel/problem.ts'
import { type Engine, inWork } from '../../../kernel/work.ts'
import { because } from '../reasons.ts'
import { UnreadableFile } from '../reading/detect-file.ts'
import { endRun } from './end-run.ts'
import { importFile, RunEnded } from './import-file.ts'

/** Take up a queued run, or go on with one whose worker died: after the last committed line. */
export async function runImport({ runId }: { runId: string }, { engine, signal, blobs }: JobContext): Promise<void> {
  const run = await takeUp(engine, runId)
  if (!run?.blob || !blobs) return
  const { blob } = run
  // Acts in the name of the person who started it; what they may do was checked then.
  const actor: Actor = { ...system(run.started_by_name), id: run.started_by }
  try {
    await importFile(
      engine,
      {
        runId,
        siteId: run.site_id,
        channelId: run.channel_id,
        source: run.source,
        mapping: run.mapping,
        isDryRun: run.is_dry_run,
        lineDone: run.line_done,
        ahead: run.ahead,
        open: () => openBlob(blobs, blob),
      },
      { actor, signal },
    )
    await inWork(engine, actor, (work) => endRun(work, runId, { state: 'done' }))
  } catch (error) {
    if (signal.aborted) throw error
    if (error instanceof RunEnded) return
    const failure = failureOf(error)
    // What is no fault of the file is tried again by the queue.
    if (failure === null) throw error
    await inWork(engine, actor, (work) => endRun(work, runId, { state: 'failed', failure }))
  }
}

export async function openBlob(blobs: Blobs, blob: string): Promise<Readable> {
  const found = await blobs.open(blob)
  if (!found) throw new UnreadableFile(because('gone'))
  return found
}

function failureOf(error: unknown): Reason | null {
  if (error instanceof UnreadableFile) return error.why
  return error instanceof Problem ? because('refused', { code: error.code }) : null
}

async function takeUp(engine: Engine, runId: string) {
  return inWork(engine, system('import'), (work) =>
    work.db
      .updateTable('migration.run')
      .set((set) => ({ state: 'running', started_at: set.fn.coalesce('started_at', set.val(work.now)) }))
      .where('id', '=', runId)
      .where('state', 'in', ['waiting', 'running'])
      .returningAll()
      .executeTakeFirst(),
  )
}
