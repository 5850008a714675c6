import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { visitor } from '../kernel/actor.ts'
import { isAhead, parseSnapshot, type Snapshot } from '../kernel/changes.ts'
import { kyselyOn } from '../kernel/database.ts'
import { type Follower, startFollower } from '../kernel/follower.ts'
import type { PageStore } from '../kernel/page-store.ts'
import { createKeeper } from '../portal/keeper.ts'
import { createMemory } from '../portal/memory.ts'
import { type Means, produce } from '../portal/produce.ts'
import { createReader } from '../portal/reader.ts'
import { openThemes } from '../portal/render.ts'
import { fragmentNow } from '../portal/site-context.ts'
import type { Verifying } from '../portal/verify.ts'

/** Why kept pages cannot be compared; nothing was touched. */
export type Obstacle = 'otherRelease' | 'otherDatabase'

export type Check = { verifying: Verifying; obstacle: Obstacle | null; close(): Promise<void> }

/** As long is waited for a portal that follows the same store, before its changes are applied here. */
const PATIENCE_MS = 3_000
const LOOK_MS = 50
const CACHE_BYTES = 1_000_000

/**
 * Kept pages to be compared with fresh ones, beside whoever is using them. A portal that lives applies the changes itself, and
 * refreshes what they touch; where none does, they are applied here. The store is never cleared.
 */
export async function openCheck(app: App): Promise<Check> {
  const { engine } = app
  const store = app.openPages({ isGuest: true })
  const open = () => ({ db: kyselyOn(app.readPool), actor: visitor, now: engine.clock() })
  let follower: Follower | null = null
  const known = store.applied()
  let obstacle: Obstacle | null = known && store.maker() !== openThemes().digest ? 'otherRelease' : null
  const { identity, snapshot } = await databaseNow(app)
  if (known && known.identity !== identity) obstacle ??= 'otherDatabase'

  async function catchUp(): Promise<void> {
    const now = (await databaseNow(app)).snapshot
    if (follower === null && (await othersApplied(store, now))) return
    follower ??= await followAlone(app, store, open)
    await follower.catchUp()
  }
  const close = async () => {
    await follower?.stop()
    await store.close()
  }
  // A database put back to an earlier day: nothing kept can be trusted, and nothing can be said of it.
  if (known && isAhead(known.snapshot, snapshot) && known.snapshot.xmax > snapshot.xmax) obstacle ??= 'otherDatabase'
  return {
    obstacle,
    verifying: {
      store,
      clock: () => engine.clock(),
      // Without a memory: what is compared comes from the database alone.
      produce: (asked) => produce({ open }, asked),
      // An empty store has nothing to catch up with.
      catchUp: known ? catchUp : async () => undefined,
    },
    close,
  }
}

async function databaseNow({ engine }: App): Promise<{ identity: string; snapshot: Snapshot }> {
  const { rows } = await engine.pool.query<{ identity: string; snapshot: string }>(
    'SELECT kernel.timeline() AS identity, pg_current_snapshot()::text AS snapshot',
  )
  return { identity: rows[0]?.identity ?? '', snapshot: parseSnapshot(rows[0]?.snapshot ?? '1:1:') }
}

/** Does a portal process on this store take in what is committed? */
async function othersApplied(store: PageStore, now: Snapshot): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const applied = store.applied()
    if (applied && !isAhead(now, applied.snapshot)) return true
    await sleep(LOOK_MS)
  }
  return false
}

async function followAlone(app: App, store: PageStore, open: Means['open']): Promise<Follower> {
  const { engine, config, log } = app
  const memory = createMemory()
  let follower: Follower | null = null
  let isLost = false
  const keeper = createKeeper({
    store,
    memory,
    log,
    clock: () => engine.clock(),
    follower: () => follower ?? never(),
    produce: (asked) => produce({ open, memory }, asked),
    fragmentNow: (name) => fragmentNow(createReader(open(), memory), name),
    marked: () => undefined,
    cacheBytes: CACHE_BYTES,
  })
  follower = await startFollower({
    pool: engine.pool,
    log,
    leaseMs: config.pageLeaseMs,
    name: `${hostname()}:${process.pid} verify-pages`,
    since: store.applied(),
    async take(changes, seen) {
      if (isLost) return
      await keeper.take(changes, seen)
      await keeper.settled()
    },
    // The next portal to start clears the store; here it is only said.
    forget: () => void (isLost = true),
  })
  if (isLost) {
    await follower.stop()
    throw new TooOld()
  }
  return follower
}

/** Changes that the store has not seen are no longer on record. */
export class TooOld extends Error {}

function never(): never {
  throw new Error('no page is made for readers here')
}
