import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { startJobs } from '../src/adapters/jobs-graphile.ts'
import { createLog } from '../src/kernel/log.ts'
import { startKit } from './kit/index.ts'

const kit = await startKit()
const log = createLog('silent')

test('a job whose worker is killed with -9 runs again within a minute', { timeout: 90_000 }, async () => {
  await kit.work(async (work) => work.enqueue({ name: 'slow', payload: {} }))
  const worker = spawn(process.execPath, [path.join(import.meta.dirname, 'fixtures/stuck-worker.ts'), kit.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(worker.stdout, 'data')
  worker.kill('SIGKILL')
  await once(worker, 'exit')

  const killed = Date.now()
  const ran = Promise.withResolvers<void>()
  const handlers = [{ name: 'slow', run: async () => ran.resolve() }]
  const second = await startJobs({ pool: kit.pool, engine: kit.engine, log, handlers, recurring: [] })
  await ran.promise
  assert.ok(Date.now() - killed < 60_000)
  await second.stop()
})

test('a job that is running in a living worker is left alone', { timeout: 60_000 }, async () => {
  let runs = 0
  const finish = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const handler = {
    name: 'long',
    run: async () => {
      runs++
      started.resolve()
      await finish.promise
    },
  }
  const setup = { pool: kit.pool, engine: kit.engine, log, handlers: [handler], recurring: [] }
  const first = await startJobs(setup)
  await kit.work(async (work) => work.enqueue({ name: 'long', payload: {} }))
  await started.promise
  // A second worker sweeps at its start.
  const second = await startJobs(setup)
  assert.equal(runs, 1)
  finish.resolve()
  await first.stop()
  await second.stop()
  assert.equal(runs, 1)
})

test(
  'a worker that lost the database is replaced, and what it had in hand runs again',
  { timeout: 60_000 },
  async () => {
    let runs = 0
    const started = Promise.withResolvers<void>()
    const again = Promise.withResolvers<void>()
    const handler = {
      name: 'cut',
      run: async () => {
        runs++
        if (runs > 1) return again.resolve()
        started.resolve()
        // The database goes away under it.
        await kit.pool.query('SELECT pg_sleep(30)')
      },
    }
    const worker = await startJobs({ pool: kit.pool, engine: kit.engine, log, handlers: [handler], recurring: [] })
    await kit.work(async (work) => work.enqueue({ name: 'cut', payload: {} }))
    await started.promise
    const own = 'datname = current_database() AND pid <> pg_backend_pid()'
    await kit.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${own}`)
    await again.promise
    const { rows } = await kit.pool.query<{ held: number }>(
      `SELECT count(*)::int AS held FROM kernel.worker w JOIN pg_locks l ON l.locktype = 'advisory' AND l.objid = w.process_no::oid`,
    )
    assert.ok((rows[0]?.held ?? 0) > 0, 'the worker that runs now is known as living')
    await worker.stop()
    assert.equal(runs, 2)
  },
)

test('an event is queued for each subscriber in the transaction that caused it, or not at all', async () => {
  const count = async () => {
    const { rows } = await kit.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM kernel.outbox')
    return rows[0]?.n ?? 0
  }
  const before = await count()
  await assert.rejects(
    kit.work(async (work) => {
      work.emit({ name: 'test.happened.v1', payload: {} })
      throw new Error('no')
    }),
  )
  assert.equal(await count(), before)
  await kit.work(async (work) => work.emit({ name: 'test.happened.v1', payload: {} }))
  assert.equal(await count(), before + 1)
})
