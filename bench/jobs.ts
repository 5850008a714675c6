import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { migrateJobs, writeJobs } from '../src/adapters/jobs-graphile.ts'
import { startEmbeddedPostgres } from '../src/adapters/postgres-embedded.ts'
import { createPool } from '../src/kernel/database.ts'
import { round } from './lib/stats.ts'
import { dataDir } from './lib/system.ts'

const ROUNDS = 3

/** A worker is killed with -9 while a job runs: how long until the job runs again in another process. */
export async function jobs() {
  const postgres = await startEmbeddedPostgres({ dataDir: dataDir('jobs'), log: () => undefined })
  const pool = createPool(postgres.url, { max: 2, name: 'bench' })
  const seconds: number[] = []
  try {
    await pool.query('CREATE SCHEMA IF NOT EXISTS kernel')
    await migrateJobs(pool)
    for (let n = 0; n < ROUNDS; n++) seconds.push(await killedOnce(pool, postgres.url, n))
  } finally {
    await pool.end()
    await postgres.stop()
  }
  return { secondsUntilItRunsAgain: seconds, worst: Math.max(...seconds), targets: { seconds: 60 } }
}

async function killedOnce(pool: ReturnType<typeof createPool>, url: string, n: number): Promise<number> {
  const first = worker(url)
  await first.says('ready')
  const { text, values } = writeJobs([{ name: 'bench.slow', payload: { n } }])
  await pool.query(text, [...values])
  await first.says('began')
  const second = worker(url)
  try {
    await second.says('ready')
    first.child.kill('SIGKILL')
    const killed = performance.now()
    await second.says('began')
    return round((performance.now() - killed) / 1000)
  } finally {
    second.child.kill('SIGTERM')
    await once(second.child, 'exit')
  }
}

function worker(url: string): { child: ChildProcess; says(word: string): Promise<void> } {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'lib/worker.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const heard = new Set<string>()
  lines.on('line', (line) => heard.add(line))
  return {
    child,
    async says(word) {
      while (!heard.has(word)) await once(lines, 'line')
    },
  }
}
