import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Notification } from 'pg'
import { type Change, fetchChanges, isAhead, NOTHING_SEEN, type Snapshot, snapshotText } from './changes.ts'
import type { Client, Pool } from './database.ts'
import type { Hints } from './hints.ts'
import type { Log } from './log.ts'

/** Sent after every commit that may have changed something; a hint, never the only copy of a duty. */
export const COMMIT_CHANNEL = 'yiwang_commit'

/** Somebody waits until a take-down is taken in: whoever is told looks at once. */
type Tell = (isTakedown: boolean) => void

/**
 * Who is told of commits at once, without the database; the mark on what others are told, so that these need not hear it. A NOTIFY is a
 * transaction of its own and wakes every listener, so of commits close together the others hear once.
 */
export class Told extends Set<Tell> {
  readonly mark: string = randomUUID()
  #quietUntil = 0
  #timer: NodeJS.Timeout | null = null

  /** May the others be told of a commit now? If not, `later` is called when it is time, once for all that come meanwhile. */
  isTime(later: () => void): boolean {
    if (this.#timer) return false
    const wait = this.#quietUntil - performance.now()
    if (wait <= 0) {
      this.#quietUntil = performance.now() + TELL_MS
      return true
    }
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#quietUntil = performance.now() + TELL_MS
      later()
    }, wait).unref()
    return false
  }
}

const TELL_MS = 10
const AT_ONCE = ' at once'
export const tellOthers = (own: Told | undefined, isTakedown: boolean): string =>
  own ? `NOTIFY ${COMMIT_CHANNEL}, '${own.mark}${isTakedown ? AT_ONCE : ''}'` : `NOTIFY ${COMMIT_CHANNEL}`

export type Follower = {
  /** What has been taken in. */
  readonly applied: Snapshot
  /**
   * Nothing is known to be missing, somebody would tell (the LISTEN line or the subscription to hints stands), and the lease
   * holds: what was kept may be shown without a look at the database.
   */
  isCurrent(): boolean
  /** Kept things may be shown although the database does not answer just now. */
  holdsLease(): boolean
  /** Resolves when everything that is committed now has been taken in; rejects when the database cannot be asked. */
  catchUp(): Promise<void>
  /** The same for what is known to be missing by now; for everything, where nobody would have told of it. */
  becomeCurrent(): Promise<void>
  /** Something was committed: look. */
  poke: () => void
  stop(): Promise<void>
}

type Options = {
  /** Connections of its own with a short patience: whatever else waits for the database must not hold up the follower. */
  pool: Pool
  log: Log
  /** How long kept things may be shown without word from the database. */
  leaseMs: number
  name: string
  hints?: Hints | null
  /** Where commits of this process are told at once (Engine.committed); without it they are heard of as those of others. */
  committed?: Told | undefined
  since: { identity: string; snapshot: Snapshot } | null
  /** Looks lie so far apart (ms), unless something is taken down or somebody needs to know; what came meanwhile is taken together. */
  gatherMs?: number
  take: (changes: Change[], seen: { identity: string; snapshot: Snapshot }) => Promise<void>
  /** What was kept counts for nothing: too long away, or another database. */
  forget: () => void
}

const BEAT_MS = 500
/** A look that has not come back within this may be one that never will. */
const LATE_MS = 100
const RETRY_MS = 200
const PATIENCE_MS = 2_000
/** While the database is known not to answer, and kept pages may be shown instead. */
const SHORT_PATIENCE_MS = 100
const PING_EVERY = 8

/**
 * Follows the change log. Told by NOTIFY, by hints and by its own process, it looks by itself twice a second in case a hint was
 * lost; while nobody would tell it, it counts as behind, so that everything kept is checked before it is shown.
 */
export async function startFollower(options: Options): Promise<Follower> {
  const { pool, log, leaseMs, name, hints, committed, gatherMs = 0, take, forget } = options
  const nodeId = randomUUID()
  const lease = createLease(leaseMs)
  let applied = options.since?.snapshot ?? NOTHING_SEEN
  let identity = options.since?.identity ?? ''
  /** Commits that were heard of, those of them that are to be looked for now, and those that are taken in. */
  let wanted = 0
  let due = 0
  let done = 0
  let lookedAt = -Infinity
  let gathering: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let isAnswering = true
  let ear: Client | null = null
  let isStopped = false

  async function look(): Promise<void> {
    const begun = lease.now()
    lookedAt = begun.steady
    const found = await fetchChanges(pool, applied)
    if (found.isGap || (identity !== '' && found.identity !== identity)) forget()
    const isNew = isAhead(found.snapshot, applied) || identity !== found.identity
    identity = found.identity
    if (isNew || found.isGap) await take(found.isGap ? [] : found.changes, found)
    applied = found.snapshot
    const isTakedown = found.changes.some((change) => change.isTakedown)
    if (isTakedown || lease.age(begun) > Math.min(BEAT_MS, leaseMs / 4)) await report(begun)
  }

  /**
   * Word to whoever waits for a take-down; and with it the lease, counted from before the look. Whoever was not on the list just
   * now, because it is new or was given up, may have missed a take-down that nobody waited for it with: it looks once more, and
   * has its lease after that.
   */
  async function report(begun: Instant): Promise<void> {
    const { rowCount } = await pool.query({
      name: 'node lives',
      text: 'UPDATE kernel.node SET seen_at = clock_timestamp(), applied = $2::pg_snapshot WHERE id = $1',
      values: [nodeId, snapshotText(applied)],
    })
    if (isStopped) return
    if (rowCount === 1) return lease.extend(begun)
    lease.end()
    await pool.query(
      `INSERT INTO kernel.node (id, name, lease_ms, applied) VALUES ($1, $2, $3, $4::pg_snapshot)
        ON CONFLICT (id) DO NOTHING`,
      [nodeId, name, leaseMs, snapshotText(applied)],
    )
    due = ++wanted
  }

  async function run(): Promise<void> {
    do {
      const target = wanted
      await look()
      done = target
    } while (done < due && !isStopped)
  }

  function start(): Promise<void> {
    running ??= run()
      .then(
        () => void (isAnswering = true),
        (error: unknown) => {
          if (isAnswering && !isStopped) log.warn({ err: error }, 'changes cannot be read; trying again')
          isAnswering = false
          // It might have found something.
          if (done === wanted) due = ++wanted
          throw error
        },
      )
      .finally(() => (running = null))
    return running
  }

  function poke(): void {
    due = ++wanted
    if (!isStopped) start().catch(() => undefined)
  }

  function told(isTakedown: boolean): void {
    const wait = lookedAt + gatherMs - performance.now()
    if (isTakedown || wait <= 0) return poke()
    // From now on it counts as behind: whoever needs to know looks at once.
    wanted++
    gathering ??= setTimeout(() => {
      gathering = null
      if (done < wanted) poke()
    }, wait).unref()
  }

  function hear({ payload = '' }: Notification): void {
    // Without a word, nobody knows how urgent it is.
    if (committed === undefined || !payload.startsWith(committed.mark))
      told(payload === '' || payload.endsWith(AT_ONCE))
  }

  async function listen(): Promise<void> {
    while (!isStopped && ear === null) {
      let client: Client | null = null
      try {
        client = await pool.connect()
        const line = client
        line.on('notification', hear)
        line.on('error', (error) => lost(line, error))
        line.on('end', () => lost(line))
        await line.query(`LISTEN ${COMMIT_CHANNEL}`)
        if (isStopped) return line.release(true)
        ear = line
        // What was committed before the line stood is not told.
        poke()
      } catch {
        client?.release(true)
        await sleep(RETRY_MS)
      }
    }
  }

  function lost(line: Client, error?: Error): void {
    if (ear !== line) return
    ear = null
    line.release(error ?? true)
    if (!isStopped) log.warn({ err: error }, 'lost the line to the database; kept pages are checked one by one')
    void listen()
  }

  let beats = 0
  /** In case a hint was lost. Nothing is known to be missing: what is kept is shown meanwhile, unless it takes long. */
  function beat(): void {
    if (isStopped) return
    const late = setTimeout(() => (done === wanted ? void (due = ++wanted) : undefined), LATE_MS)
    start()
      .catch(() => undefined)
      .finally(() => clearTimeout(late))
    // A line that was cut without a word looks as if it stood.
    const line = ear
    if (line && ++beats % PING_EVERY === 0) line.query('SELECT 1').catch((error: Error) => lost(line, error))
  }

  hints?.subscribe(poke)
  committed?.add(told)
  await Promise.race([listen(), sleep(hints ? RETRY_MS : PATIENCE_MS, undefined, { ref: false })])
  due = ++wanted
  await start()
  const beating = setInterval(beat, BEAT_MS)
  const isTold = () => ear !== null || hints?.isConnected() === true
  async function until(mine: number): Promise<void> {
    due = Math.max(due, mine)
    const late = new AbortController()
    const ms = isAnswering || !lease.holds() ? PATIENCE_MS : SHORT_PATIENCE_MS
    const patience = sleep(ms, undefined, { signal: late.signal, ref: false }).then(() => {
      isAnswering = false
      throw new Error('the database does not answer')
    })
    try {
      while (done < mine) {
        if (isStopped) throw new Error('the portal is stopping')
        await Promise.race([start(), patience])
      }
    } finally {
      late.abort()
      patience.catch(() => undefined)
    }
  }
  return {
    get applied() {
      return applied
    },
    isCurrent: () => done === wanted && isTold() && lease.holds(),
    holdsLease: () => lease.holds(),
    catchUp: () => until(++wanted),
    becomeCurrent: () => until(isTold() && lease.holds() ? wanted : ++wanted),
    poke,
    async stop() {
      isStopped = true
      committed?.delete(told)
      if (gathering) clearTimeout(gathering)
      lease.end()
      clearInterval(beating)
      await running?.catch(() => undefined)
      const line = ear
      ear = null
      line?.release(true)
      await pool.query('DELETE FROM kernel.node WHERE id = $1', [nodeId]).catch(() => undefined)
    },
  }
}

type Instant = { steady: number; wall: number }

/** Two clocks, and the lease is over when either says so: the steady one stands still while a machine is put to sleep. */
function createLease(leaseMs: number) {
  const over: Instant = { steady: -Infinity, wall: -Infinity }
  let begun = over
  const now = (): Instant => ({ steady: performance.now(), wall: Date.now() })
  const age = ({ steady, wall }: Instant) => Math.max(steady - begun.steady, wall - begun.wall)
  return {
    now,
    age,
    holds: () => age(now()) < leaseMs,
    extend: (from: Instant) => void (begun = from),
    end: () => void (begun = over),
  }
}

const POLL_MS = 4
/** Clocks of two machines do not run alike to the last hair. */
const DRIFT = 1.02

type Waiting = { id: string; seen_at: string; lease_ms: number }

/**
 * Waits until every reader has taken in a transaction. One that gives no word for as long as its lease has stopped showing what
 * it kept; it is taken off the list, and looks anew before it comes back. How long that is, is measured here and by the
 * reader, each by its own steady clock: clocks that are wrong or jump do no harm. Milliseconds waited.
 */
export async function awaitApplied(pool: Pool, xid: string): Promise<number> {
  const begun = performance.now()
  const words = new Map<string, { seenAt: string; since: number }>()
  for (;;) {
    const { rows } = await pool.query<Waiting>({
      name: 'who has not applied',
      text: 'SELECT id, seen_at::text, lease_ms FROM kernel.node WHERE NOT pg_visible_in_snapshot($1::xid8, applied)',
      values: [xid],
    })
    if (rows.length === 0) return performance.now() - begun
    const now = performance.now()
    for (const { id, seen_at: seenAt, lease_ms: leaseMs } of rows) {
      const word = words.get(id)
      if (word?.seenAt !== seenAt) words.set(id, { seenAt, since: now })
      else if (now > word.since + leaseMs * DRIFT)
        await pool.query('DELETE FROM kernel.node WHERE id = $1 AND seen_at = $2::timestamptz', [id, seenAt])
    }
    await sleep(POLL_MS)
  }
}
