import type { Actor } from './actor.ts'
import { wall } from './actor.ts'
import { type Client, type Db, kyselyOn, type Pool, type ReadDb } from './database.ts'
import type { Event } from './events.ts'
import { awaitApplied, COMMIT_CHANNEL } from './follower.ts'
import type { Queued } from './jobs.ts'

/** What goes on record about an act: before and after hold only what changed. */
export type AuditRecord = {
  action: string
  target: { kind: string; id: string; label?: string }
  organisationId?: string | null
  siteId?: string | null
  before?: unknown
  after?: unknown
}

/** Everything a query gets: a handle that can select and nothing else, who asks, and what time it is. */
export type View = { readonly db: ReadDb; readonly actor: Actor; readonly now: Date }

/** Everything a command gets: one transaction. Accepted wherever a View is; the reverse does not compile. */
export type Work = {
  readonly db: Db
  readonly actor: Actor
  readonly now: Date
  emit(event: Event): void
  enqueue(job: Queued): void
  record(entry: AuditRecord): void
  /** Something is taken down: the caller is answered when no reader shows what it kept of it. */
  takeDown(): void
}

/** What the edge writes in the same transaction, given by the modules that own those tables. */
export type Ledger = {
  audit(work: Pick<Work, 'db' | 'actor' | 'now'>, entries: AuditRecord[]): Promise<void>
  events(db: Db, events: Event[]): Promise<void>
  jobs(db: Db, jobs: Queued[]): Promise<void>
}

export type Engine = {
  pool: Pool
  ledger: Ledger
  clock(): Date
  /** Readers in this process that want to know of commits at once. */
  committed?: Set<() => void>
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
/** Names of the trees that row-level rules look at. */
export const WALL_TREES = ['organisation', 'site'] as const

function opening(actor: Actor, mode: 'READ ONLY' | 'READ WRITE', now: Date): string {
  const settings = WALL_TREES.map(
    (tree) => `set_config('yiwang.${tree}', ${quote(`{${wall(actor, tree).join(',')}}`)}, true)`,
  )
  // A command's statements look up by key: planning them anew for each parameter costs more than running them.
  const plans = mode === 'READ WRITE' ? 'SET LOCAL plan_cache_mode = force_generic_plan; ' : ''
  return `BEGIN ISOLATION LEVEL READ COMMITTED ${mode}; ${plans}SELECT ${settings.join(', ')}, set_config('yiwang.actor', ${quote(actor.id ?? actor.kind)}, true), set_config('yiwang.now', ${quote(now.toISOString())}, true)`
}

/** Run a query in a read-only transaction behind the actor's wall. */
export async function inView<T>(engine: Engine, actor: Actor, read: (view: View) => Promise<T>): Promise<T> {
  return onClient(engine.pool, async (client) => {
    const now = engine.clock()
    await client.query(opening(actor, 'READ ONLY', now))
    const result = await read({ db: kyselyOn(client), actor, now })
    await client.query('COMMIT')
    return result
  })
}

const DEADLOCK = '40P01'
const SERIALISATION = '40001'
const MOST_TRIES = 4

/** Run a command in exactly one transaction, together with its audit rows, events and jobs. */
export async function inWork<T>(engine: Engine, actor: Actor, act: (work: Work) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await onClient(engine.pool, (client) => oneWork(engine, client, actor, act))
    } catch (error) {
      if (attempt >= MOST_TRIES || !isTransient(error)) throw error
    }
  }
}

async function oneWork<T>(engine: Engine, client: Client, actor: Actor, act: (work: Work) => Promise<T>): Promise<T> {
  // Also what the database takes for the present: the instant at which what is overwritten becomes the past (history.ts).
  const now = engine.clock()
  await client.query(opening(actor, 'READ WRITE', now))
  const events: Event[] = []
  const jobs: Queued[] = []
  const records: AuditRecord[] = []
  let isTakedown = false
  const work: Work = {
    db: kyselyOn(client),
    actor,
    now,
    emit: (event) => void events.push(event),
    enqueue: (job) => void jobs.push(job),
    record: (entry) => void records.push(entry),
    takeDown: () => void (isTakedown = true),
  }
  const result = await act(work)
  if (events.length > 0) await engine.ledger.events(work.db, events)
  if (jobs.length > 0) await engine.ledger.jobs(work.db, jobs)
  // Last, because it locks a chain of the audit until the commit.
  if (records.length > 0) await engine.ledger.audit(work, records)
  const xid = isTakedown ? await xidOf(client) : null
  const hasHint = events.length > 0 || records.length > 0
  // After the commit, not in it: a notifying transaction would hold up all others while it is written.
  await client.query(hasHint ? `COMMIT; NOTIFY ${COMMIT_CHANNEL}` : 'COMMIT')
  if (hasHint) for (const told of engine.committed ?? []) told()
  if (xid !== null) await awaitApplied(engine.pool, xid)
  return result
}

async function xidOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid')
  return rows[0]?.xid ?? '0'
}

async function onClient<T>(pool: Pool, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await use(client)
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => (broken = cause))
    throw error
  } finally {
    client.release(broken)
  }
}

function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === DEADLOCK || code === SERIALISATION
}
