// One worker process of the benchmark of jobs: says when it is ready and when its job begins; the first run takes for ever.
import { setTimeout as sleep } from 'node:timers/promises'
import { startJobs, writeJobs } from '../../src/adapters/jobs-graphile.ts'
import { createPool } from '../../src/kernel/database.ts'
import { createLog } from '../../src/kernel/log.ts'
import { writeEvents } from '../../src/kernel/outbox.ts'
import type { Engine } from '../../src/kernel/work.ts'
import { appendAudit } from '../../src/modules/audit/index.ts'

const SLOW_MS = 600_000
const pool = createPool(process.argv[2] ?? '', { max: 6, name: 'bench worker' })
const engine: Engine = {
  pool,
  clock: () => new Date(),
  ledger: { audit: appendAudit, events: writeEvents, jobs: writeJobs },
}

const slow = {
  name: 'bench.slow',
  async run(_payload: unknown, { signal }: { signal: AbortSignal }) {
    console.log('began')
    await sleep(SLOW_MS, null, { signal }).catch(() => undefined)
  },
}
const running = await startJobs({ pool, engine, log: createLog('silent'), handlers: [slow], recurring: [] })
console.log('ready')
process.once('SIGTERM', () => {
  void running
    .stop()
    .then(() => pool.end())
    .then(() => process.exit(0))
})
