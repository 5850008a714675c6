import { createHash } from 'node:crypto'
import { after } from 'node:test'
import { runJobsOnce, writeJobs } from '../../src/adapters/jobs-graphile.ts'
import { type Actor, system } from '../../src/kernel/actor.ts'
import { createPool, type Pool } from '../../src/kernel/database.ts'
import { Told } from '../../src/kernel/follower.ts'
import { createLog } from '../../src/kernel/log.ts'
import { dispatchOutbox, writeEvents } from '../../src/kernel/outbox.ts'
import { type Engine, inView, inWork, type View, type Work } from '../../src/kernel/work.ts'
import { jobHandlers, subscriptions } from '../../src/modules.ts'
import { appendAudit } from '../../src/modules/audit/index.ts'
import { cloneDatabase, type Template, testServer } from './database.ts'

export {
  aChannel,
  aDivision,
  anActor,
  anOrganisation,
  aProvince,
  aSite,
  type TestChannel,
  type TestOrganisation,
  type TestSite,
} from './factories.ts'

export type Kit = {
  engine: Engine
  pool: Pool
  url: string
  /** The time that commands see; moves only when told to. */
  setNow(at: string | Date): void
  work<T>(act: (work: Work) => Promise<T>): Promise<T>
  workAs<T>(actor: Actor, act: (work: Work) => Promise<T>): Promise<T>
  view<T>(read: (view: View) => Promise<T>): Promise<T>
  viewAs<T>(actor: Actor, read: (view: View) => Promise<T>): Promise<T>
  /** Run the outbox and the queue until idle. */
  drain: () => Promise<void>
}

/**
 * A database of one's own for one test file, on the real engine; dropped when the file is done. Call it at the top of the
 * file, `const kit = await startKit()`: inside a `before` hook it would be dropped when the hook ends.
 */
export async function startKit(template?: Template): Promise<Kit> {
  const kit = await openKit(template)
  after(() => kit.close())
  return kit
}

/** The same outside the test runner, for commands; whoever opens it closes it. */
export async function openKit(template?: Template): Promise<Kit & { close(): Promise<void> }> {
  const server = await testServer()
  const database = await cloneDatabase(server.url, template)
  const pool = createPool(database.url, { max: 8, name: 'test' })
  let fixed: Date | null = null
  const engine = engineOn(pool, () => fixed ?? new Date())
  const jobs = { pool, engine, log: createLog('silent'), handlers: jobHandlers, recurring: [] }
  const tester = system('test')
  return {
    engine,
    pool,
    url: database.url,
    setNow: (at) => void (fixed = new Date(at)),
    work: (act) => inWork(engine, tester, act),
    workAs: (actor, act) => inWork(engine, actor, act),
    view: (read) => inView(engine, tester, read),
    viewAs: (actor, read) => inView(engine, actor, read),
    async drain() {
      do await runJobsOnce(jobs)
      while ((await dispatchOutbox(engine, subscriptions)) > 0)
      await runJobsOnce(jobs)
    },
    async close() {
      await pool.end()
      await database.drop()
      await server.stop()
    },
  }
}

export const engineOn = (pool: Pool, clock = () => new Date()): Engine => ({
  pool,
  clock,
  ledger: { audit: appendAudit, events: writeEvents, jobs: writeJobs },
  committed: new Told(),
})

/** A Problem with this code, for assert.rejects. */
export const problem = (code: string) => (error: unknown) =>
  error instanceof Error && error.name === 'Problem' && error.message === code

export const digest = (text: string) => createHash('sha256').update(text).digest('hex')
