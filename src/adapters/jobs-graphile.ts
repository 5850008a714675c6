import { EventEmitter } from 'node:events'
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, runMigrations, runOnce, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Blobs } from '../kernel/blobs.ts'
import type { Pool } from '../kernel/database.ts'
import type { JobContext, JobHandler, Recurring } from '../kernel/jobs.ts'
import type { Log } from '../kernel/log.ts'
import type { Engine, Ledger } from '../kernel/work.ts'

/** Class of the advisory locks that living workers hold; the second number is the worker process. */
const LIVING = 492_002
const SWEEP_MS = 10_000
const MOST_ATTEMPTS = 12
const RETRY_MS = 1_000
/** How long a worker that lost the database may take to end. */
const PATIENCE_MS = 5_000

const quiet = new Logger(() => () => undefined)

export async function migrateJobs(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, taskList: {}, logger: quiet })
  await pool.query(`
    CREATE TABLE IF NOT EXISTS kernel.worker (worker_id text PRIMARY KEY, process_no int NOT NULL, started_at timestamptz NOT NULL DEFAULT now())
  `)
}

/** Queues jobs in the caller's transaction. */
export const writeJobs: Ledger['jobs'] = (jobs) => {
  const specs = jobs.map((job) => ({
    identifier: job.name,
    payload: job.payload,
    max_attempts: MOST_ATTEMPTS,
    job_key: job.key ?? null,
    run_at: job.runAt?.toISOString() ?? null,
  }))
  return {
    text: `
      SELECT graphile_worker.add_job(identifier => j.identifier, payload => j.payload, max_attempts => j.max_attempts,
        job_key => j.job_key, run_at => j.run_at)
      FROM json_to_recordset($1::json)
        AS j(identifier text, payload json, max_attempts int, job_key text, run_at timestamptz)`,
    values: [JSON.stringify(specs)],
  }
}

type Setup = {
  pool: Pool
  engine: Engine
  log: Log
  blobs?: Blobs
  handlers: readonly JobHandler[]
  recurring: readonly Recurring[]
}

function tasksOf({ engine, log, handlers, blobs }: Setup, signal: AbortSignal): TaskList {
  const context: JobContext = { engine, log, signal, ...(blobs ? { blobs } : {}) }
  return Object.fromEntries(
    handlers.map((handler) => [handler.name, (payload: unknown) => handler.run(payload, context)]),
  )
}

/**
 * Run queued jobs until stopped. A worker that died with a job in hand is found by its missing lock and its jobs are freed; one
 * that lost the database is replaced when that is back.
 */
export async function startJobs(setup: Setup): Promise<{ stop(): Promise<void> }> {
  const { pool, log } = setup
  let isStopping = false
  let worker = await startWorker(setup)
  const sweep = setInterval(() => {
    freeOrphans(pool, log).catch((error: unknown) => log.warn({ err: error }, 'sweep of orphaned jobs failed'))
  }, SWEEP_MS)

  async function keep(): Promise<void> {
    for (;;) {
      await worker.ended
      if (isStopping) return
      log.error({}, 'the worker lost the database, another one takes its place')
      await worker.stop()
      worker = await another()
      // Whoever stopped meanwhile stopped the one before.
      if (isStopping) await worker.stop()
    }
  }
  async function another(): Promise<Worker> {
    for (;;) {
      try {
        return await startWorker(setup)
      } catch (error) {
        log.warn({ err: error }, 'no worker yet')
        if (isStopping) return nobody
        await sleep(RETRY_MS, undefined, { ref: false })
      }
    }
  }
  const keeping = keep()
  return {
    async stop() {
      isStopping = true
      clearInterval(sweep)
      await worker.stop()
      await keeping
    },
  }
}

type Worker = {
  /** When it was stopped, or cannot go on. */
  ended: Promise<unknown>
  /** May be called twice. */
  stop(): Promise<void>
}
const nobody: Worker = { ended: Promise.resolve(), stop: async () => undefined }

async function startWorker(setup: Setup): Promise<Worker> {
  const { pool, log } = setup
  const processNo = randomInt(1, 2 ** 31 - 1)
  const life = await pool.connect()
  const lost = new Promise<void>((resolve) => life.once('end', resolve))
  const stopping = new AbortController()
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => {
    life
      .query('INSERT INTO kernel.worker (worker_id, process_no) VALUES ($1, $2)', [worker.workerId, processNo])
      .catch((error: unknown) => log.error({ err: error }, 'worker could not register'))
  })
  events.on('job:failed', ({ job, error }) =>
    log.error({ err: error, job: job.task_identifier, jobId: job.id }, 'job gave up'),
  )
  events.on('job:error', ({ job, error }) =>
    log.warn({ err: error, job: job.task_identifier }, 'job will be tried again'),
  )
  let runner: Runner
  try {
    await life.query('SELECT pg_advisory_lock($1, $2)', [LIVING, processNo])
    runner = await run({
      pgPool: pool,
      taskList: tasksOf(setup, stopping.signal),
      crontab: setup.recurring.map(({ job, cron }) => `${cron} ${job}`).join('\n'),
      concurrency: 2,
      pollInterval: 2000,
      noHandleSignals: true,
      logger: quiet,
      events,
      // Only what is reported in batches may fail without ending the process: single reports are promises that nobody holds.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  } catch (error) {
    life.release(true)
    throw error
  }
  // It gives up when it cannot even say that a job failed.
  const over = runner.promise.catch((error: unknown) => log.error({ err: error }, 'the worker gave up'))
  const end = async () => {
    stopping.abort()
    // A report that failed is waited for in vain.
    await Promise.race([
      runner.stop().catch(() => undefined),
      lost.then(() => sleep(PATIENCE_MS, undefined, { ref: false })),
    ])
    await life.query('DELETE FROM kernel.worker WHERE process_no = $1', [processNo]).catch(() => undefined)
    life.release(true)
  }
  let ending: Promise<void> | null = null
  const stop = () => (ending ??= end())
  try {
    await freeOrphans(pool, log)
  } catch (error) {
    await stop()
    throw error
  }
  return { ended: Promise.race([lost, over]), stop }
}

/** Free the jobs of worker processes that no longer hold their lock: killed, or cut off from the database. */
export async function freeOrphans(pool: Pool, log: Log): Promise<void> {
  const { rows } = await pool.query<{ worker_id: string }>(
    `
    SELECT DISTINCT j.locked_by AS worker_id FROM graphile_worker.jobs j
    LEFT JOIN kernel.worker w ON w.worker_id = j.locked_by
    WHERE j.locked_by IS NOT NULL AND (w.worker_id IS NULL AND j.locked_at < now() - interval '10 seconds' OR NOT EXISTS (
      SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = w.process_no::oid AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AND w.worker_id IS NOT NULL)`,
    [LIVING],
  )
  if (rows.length === 0) return
  const dead = rows.map((row) => row.worker_id)
  log.warn({ workers: dead }, 'freeing the jobs of dead workers')
  await pool.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [dead])
  await pool.query('DELETE FROM kernel.worker WHERE worker_id = ANY ($1::text[])', [dead])
}

/** Run what is due now and return: for tests and commands. */
export async function runJobsOnce(setup: Setup): Promise<void> {
  await runOnce({
    pgPool: setup.pool,
    taskList: tasksOf(setup, new AbortController().signal),
    noHandleSignals: true,
    logger: quiet,
  })
}
