import type { Actor } from './actor.ts'
import { wall } from './actor.ts'
import { type Client, type Db, kyselyOn, type Pool, type ReadDb } from './database.ts'
import type { Event } from './events.ts'
import { awaitApplied, type Told, tellOthers } from './follower.ts'
import type { Queued } from './jobs.ts'
import { Pipeline, type Statement } from './pipeline.ts'

/** What goes on record about an act: before and after hold only what changed. */
export type AuditRecord = {
  action: string
  target: { kind: string; id: string; label?: string }
  organisationId?: string | null
  siteId?: string | null
  before?: unknown
  after?: unknown
  /** Whose act it is, where the command itself finds that out: at sign-in the actor is still a visitor. */
  by?: { id: string; name: string; sessionId: string }
}

/** Everything a query gets: a handle that can select and nothing else, who asks, and what time it is. */
export type View = { readonly db: ReadDb; readonly actor: Actor; readonly now: Date }

/** Everything a command gets: one transaction. Accepted wherever a View is; the reverse does not compile. */
export type Work = {
  readonly db: Db
  readonly actor: Actor
  readonly now: Date
  /**
   * Sent at once and not waited for: its answer comes with the next one, its failure fails the whole command, as what
   * `explain` makes of it.
   */
  write(statement: Statement, explain?: (error: unknown) => unknown): void
  emit(event: Event): void
  enqueue(job: Queued): void
  record(entry: AuditRecord): void
  /** Something is taken down: the caller is answered when no reader shows what it kept of it. */
  takeDown(): void
}

/** What the edge writes in the same transaction: a statement each, given by the modules that own those tables. */
export type Ledger = {
  audit(work: Pick<Work, 'actor' | 'now'>, entries: AuditRecord[]): Statement
  events(events: Event[]): Statement
  jobs(jobs: Queued[]): Statement
}

export type Engine = {
  pool: Pool
  ledger: Ledger
  clock(): Date
  /** Readers in this process that want to know of commits at once. */
  committed?: Told
}

/** Names of the trees that row-level rules look at. */
export const WALL_TREES = ['organisation', 'site'] as const

// `now` is what the database takes for the present: when what is overwritten becomes the past (history.ts).
const SET_WALL = `SELECT ${[...WALL_TREES, 'actor', 'now'].map((name, at) => `set_config('yiwang.${name}', $${at + 1}, true)`).join(', ')}`
// A command's statements look up by key: planning them anew for each parameter costs more than running them.
const SET_ALL = `${SET_WALL}, set_config('plan_cache_mode', 'force_generic_plan', true)`

/** Is the actor still who is meant, asked in the transaction? Throws Unconfirmed where not: nothing was done then. */
export type Confirm = (send: Send) => Promise<void>
export type Send = <R>(statement: Statement) => Promise<R[]>
export class Unconfirmed extends Error {}
type Opening = Pick<View, 'actor' | 'now'> & { mode: 'READ ONLY' | 'READ WRITE'; confirm: Confirm | undefined }

/**
 * Sent, not awaited: it travels with the first statement. What fails here fails every statement behind it. Gives the answer of
 * `confirm`, which is asked outside the wall, before anything else.
 */
function open(pipeline: Pipeline, { actor, now, mode, confirm }: Opening): Promise<void> {
  const walls = WALL_TREES.map((tree) => `{${wall(actor, tree).join(',')}}`)
  const begun = pipeline.send(`BEGIN ISOLATION LEVEL READ COMMITTED ${mode}`)
  const confirmed =
    confirm?.(async <R>({ text, values }: Statement) => (await pipeline.send<R>(text, values)).rows) ??
    Promise.resolve()
  const set = pipeline.send(mode === 'READ WRITE' ? SET_ALL : SET_WALL, [
    ...walls,
    actor.id ?? actor.kind,
    now.toISOString(),
  ])
  for (const one of [begun, confirmed, set]) one.catch(() => undefined)
  return confirmed
}

/** Run a query in a read-only transaction behind the actor's wall. */
export async function inView<T>(
  engine: Engine,
  actor: Actor,
  read: (view: View) => Promise<T>,
  confirm?: Confirm,
): Promise<T> {
  return onClient(engine.pool, async (client, pipeline) => {
    const now = engine.clock()
    const confirmed = open(pipeline, { actor, now, mode: 'READ ONLY', confirm })
    const result = await read({ db: kyselyOn(client), actor, now }).catch(async (error: unknown) => {
      await confirmed
      throw error
    })
    await Promise.all([confirmed, pipeline.send('COMMIT')])
    return result
  })
}

const DEADLOCK = '40P01'
const SERIALISATION = '40001'
const MOST_TRIES = 4

/** Run a command in exactly one transaction, together with its audit rows, events and jobs. */
export async function inWork<T>(
  engine: Engine,
  actor: Actor,
  act: (work: Work) => Promise<T>,
  confirm?: Confirm,
): Promise<T> {
  const { result, takedown } = await commit(engine, { actor, confirm }, act)
  // With no connection in hand: others may need it to take in what this one waits for.
  if (takedown !== null) await awaitApplied(engine.pool, takedown)
  return result
}

type Committed<T> = { result: T; takedown: string | null; told: Promise<unknown> | null }

type Asker = { actor: Actor; confirm: Confirm | undefined }

async function commit<T>(engine: Engine, asker: Asker, act: (work: Work) => Promise<T>): Promise<Committed<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const work = (client: Client, pipeline: Pipeline) => oneWork(engine, { client, pipeline }, asker, act)
      return await onClient(engine.pool, work, ({ told }) => told)
    } catch (error) {
      if (attempt >= MOST_TRIES || !isTransient(error)) throw error
    }
  }
}

const FAILED = '25P02'
function asFailed(error: unknown): never {
  const hasFailed = error instanceof Error && 'code' in error && error.code === FAILED
  throw hasFailed ? new Error('the transaction had failed before its commit') : error
}

const CHANGED = 'SELECT FROM kernel.change WHERE xid = pg_current_xact_id_if_assigned() LIMIT 1'

async function oneWork<T>(
  engine: Engine,
  { client, pipeline }: { client: Client; pipeline: Pipeline },
  { actor, confirm }: Asker,
  act: (work: Work) => Promise<T>,
): Promise<Committed<T>> {
  const now = engine.clock()
  const confirmed = open(pipeline, { actor, now, mode: 'READ WRITE', confirm })
  const events: Event[] = []
  const jobs: Queued[] = []
  const records: AuditRecord[] = []
  let isTakedown = false
  const written: Promise<unknown>[] = []
  const write: Work['write'] = ({ text, values }, explain = (error) => error) => {
    const one = pipeline.send(text, values).catch((error: unknown) => {
      throw explain(error)
    })
    one.catch(() => undefined)
    written.push(one)
  }
  const work: Work = {
    db: kyselyOn(client),
    actor,
    now,
    write,
    emit: (event) => void events.push(event),
    enqueue: (job) => void jobs.push(job),
    record: (entry) => void records.push(entry),
    takeDown: () => void (isTakedown = true),
  }
  const result = await act(work).catch(async (error: unknown) => {
    await confirmed
    // The first failure is the cause; what came behind it only met a transaction that had failed.
    await Promise.all(written)
    throw error
  })
  await confirmed
  if (events.length > 0) write(engine.ledger.events(events))
  if (jobs.length > 0) write(engine.ledger.jobs(jobs))
  // Last, because it locks a chain of the audit until the commit.
  if (records.length > 0) write(engine.ledger.audit(work, records))
  const tellOwn = () => engine.committed?.forEach((tell) => tell(isTakedown))
  const { xid, hasChanged } = await settle(pipeline, { written, hasEvents: events.length > 0, isTakedown }).catch(
    (error: unknown) => {
      // A commit whose answer was lost may stand.
      tellOwn()
      throw error
    },
  )
  if (hasChanged) tellOwn()
  // The others are told after the commit: a notifying transaction would hold up all others while it is written.
  const told = hasChanged ? tell(engine, pipeline, isTakedown) : null
  return { result, takedown: isTakedown ? xid : null, told }
}

function tell({ pool, committed }: Engine, pipeline: Pipeline, isTakedown: boolean): Promise<unknown> | null {
  const isTime =
    isTakedown ||
    (committed?.isTime(() => void pool.query(tellOthers(committed, false)).catch(() => undefined)) ?? true)
  return isTime ? pipeline.send(tellOthers(committed, isTakedown)).catch(() => undefined) : null
}

type Settling = { written: readonly Promise<unknown>[]; hasEvents: boolean; isTakedown: boolean }

/** Commits, and says whether somebody has to be told: of events, or of changes of what readers keep. */
async function settle(pipeline: Pipeline, { written, hasEvents, isTakedown }: Settling) {
  const noted = hasEvents ? null : pipeline.send(CHANGED).catch(asFailed)
  const numbered = isTakedown ? pipeline.send<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid') : null
  const committing = pipeline.send('COMMIT').catch(asFailed)
  const [change, number, committed] = await Promise.all([noted, numbered, committing, ...written])
  // An error that the command swallowed has undone everything, and the server says so only here.
  if (committed.command !== 'COMMIT') throw new Error('the transaction had failed before its commit')
  return { xid: number?.rows[0]?.xid ?? '0', hasChanged: change === null || change.count > 0 }
}

/** `rest` of what was begun is not waited for, but the connection is nobody else's until then. */
async function onClient<T>(
  pool: Pool,
  use: (client: Client, pipeline: Pipeline) => Promise<T>,
  rest: (result: T) => Promise<unknown> | null = () => null,
): Promise<T> {
  const client = await pool.connect()
  const pipeline = Pipeline.on(client)
  try {
    const result = await use(client, pipeline)
    const running = rest(result)
    if (running) void running.then(() => client.release())
    else client.release()
    return result
  } catch (error) {
    let broken: Error | undefined
    await pipeline.sendApart('ROLLBACK').catch((cause: Error) => (broken = cause))
    client.release(broken)
    throw error
  }
}

function isTransient(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === DEADLOCK || code === SERIALISATION
}
