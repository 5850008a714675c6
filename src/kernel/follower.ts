import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Change, fetchChanges, isAhead, NOTHING_SEEN, type Snapshot, snapshotText } from './changes.ts'
import type { Client, Pool } from './database.ts'
import type { Log } from './log.ts'

/** Sent after every commit that may have changed something; a hint, never the only copy of a duty. */
export const COMMIT_CHANNEL = 'yiwang_commit'

export type Follower = {
  /** What has been taken in. */
  readonly applied: Snapshot
  /** Nothing is known to be missing, and the lease holds: what was kept may be shown. */
  isCurrent(): boolean
  /** Kept things may be shown although the database does not answer just now. */
  holdsLease(): boolean
  /** Resolves when everything that is committed now has been taken in; rejects when the database cannot be asked. */
  catchUp(): Promise<void>
  /** Something was committed: look. */
  poke: () => void
  stop(): Promise<void>
}

type Options = {
  pool: Pool
  log: Log
  /** How long kept things may be shown without word from the database. */
  leaseMs: number
  name: string
  since: { identity: string; snapshot: Snapshot } | null
  take: (changes: Change[], seen: { identity: string; snapshot: Snapshot }) => Promise<void>
  /** What was kept counts for nothing: too long away, or another database. */
  forget: () => void
}

const BEAT_MS = 500
const RETRY_MS = 200
const PATIENCE_MS = 2_000

/**
 * Follows the change log. Told by NOTIFY and by its own process, it looks by itself twice a second in case a hint was lost; while
 * its line is down it counts as behind, so that everything kept is checked before it is shown.
 */
export async function startFollower(options: Options): Promise<Follower> {
  const { pool, log, leaseMs, name, take, forget } = options
  const nodeId = randomUUID()
  let applied = options.since?.snapshot ?? NOTHING_SEEN
  let identity = options.since?.identity ?? ''
  let wanted = 0
  let done = 0
  let running: Promise<void> | null = null
  let leaseEnd = -Infinity
  let ear: Client | null = null
  let isStopped = false

  async function look(): Promise<void> {
    const begun = performance.now()
    const found = await fetchChanges(pool, applied)
    if (found.isGap || (identity !== '' && found.identity !== identity)) forget()
    const isNew = isAhead(found.snapshot, applied) || identity !== found.identity
    identity = found.identity
    if (isNew) await take(found.isGap ? [] : found.changes, found)
    applied = found.snapshot
    const isTakedown = found.changes.some((change) => change.isTakedown)
    if (isTakedown || begun > leaseEnd - leaseMs + BEAT_MS) await report(begun)
  }

  /** Word to whoever waits for a take-down; and with it the lease. */
  async function report(begun: number): Promise<void> {
    await pool.query({
      name: 'node lives',
      text: `INSERT INTO kernel.node (id, name, lease_ms, applied) VALUES ($1, $2, $3, $4::pg_snapshot)
        ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp(), applied = excluded.applied`,
      values: [nodeId, name, leaseMs, snapshotText(applied)],
    })
    leaseEnd = begun + leaseMs
  }

  async function run(): Promise<void> {
    while (done < wanted && !isStopped) {
      const target = wanted
      await look()
      done = target
    }
  }

  function start(): Promise<void> {
    running ??= run().finally(() => (running = null))
    return running
  }

  function poke(): void {
    wanted++
    start().catch((error: unknown) => log.warn({ err: error }, 'changes could not be read; trying again'))
  }

  async function listen(): Promise<void> {
    while (!isStopped && ear === null) {
      try {
        const client = await pool.connect()
        const lost = (error?: Error) => {
          if (ear !== client) return
          ear = null
          client.release(error ?? true)
          if (!isStopped) log.warn({ err: error }, 'lost the line to the database; kept pages are checked one by one')
          void listen()
        }
        client.on('notification', poke)
        client.on('error', lost)
        client.on('end', () => lost())
        await client.query(`LISTEN ${COMMIT_CHANNEL}`)
        ear = client
        // What was committed before the line stood is not told.
        poke()
      } catch {
        await sleep(RETRY_MS)
      }
    }
  }

  await listen()
  wanted++
  await start()
  const beat = setInterval(poke, BEAT_MS)
  return {
    get applied() {
      return applied
    },
    isCurrent: () => done === wanted && ear !== null && performance.now() < leaseEnd,
    holdsLease: () => performance.now() < leaseEnd,
    async catchUp() {
      const mine = ++wanted
      const late = new AbortController()
      const patience = sleep(PATIENCE_MS, undefined, { signal: late.signal, ref: false }).then(() => {
        throw new Error('the database does not answer')
      })
      try {
        while (done < mine) {
          // Once stopped, nothing is looked at any more: waiting would never end.
          if (isStopped) throw new Error('the follower has stopped')
          await Promise.race([start(), patience])
        }
      } finally {
        late.abort()
        patience.catch(() => undefined)
      }
    },
    poke,
    async stop() {
      isStopped = true
      clearInterval(beat)
      await running?.catch(() => undefined)
      const line = ear
      ear = null
      line?.release(true)
      await pool.query('DELETE FROM kernel.node WHERE id = $1', [nodeId]).catch(() => undefined)
    },
  }
}

const POLL_MS = 4

/**
 * Waits until every living reader has taken in a transaction; one that does not answer has stopped showing what it kept when its
 * lease has run out. Milliseconds waited.
 */
export async function awaitApplied(pool: Pool, xid: string): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const { rows } = await pool.query<{ waiting: boolean }>({
      name: 'who has not applied',
      text: `SELECT EXISTS (SELECT 1 FROM kernel.node WHERE seen_at + lease_ms * interval '1 millisecond' > clock_timestamp()
        AND NOT pg_visible_in_snapshot($1::xid8, applied)) AS waiting`,
      values: [xid],
    })
    if (!rows[0]?.waiting) return performance.now() - begun
    await sleep(POLL_MS)
  }
}
