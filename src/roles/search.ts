import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { system, visitor } from '../kernel/actor.ts'
import { kyselyOn } from '../kernel/database.ts'
import { startFollower } from '../kernel/follower.ts'
import { inWork, type View } from '../kernel/work.ts'
import { allOrganisationNames } from '../modules/organisations/index.ts'
import {
  createFeed,
  createFileReader,
  type Feed,
  keepFileText,
  type NodeState,
  QUERY_BUCKETS,
  rulesInForce,
  type SearchClient,
  type SearchIndex,
  SearchUnavailable,
} from '../modules/search/index.ts'

const AGAIN_MS = 200
/** What is released one behind the other is read together: a look at the log, a commit of the index and its questions cost as much for ten. */
const GATHER_MS = 100

/** A search node in this process: follows what is released, keeps the index, answers. */
export type SearchNode = SearchClient & { feed: Feed; index: SearchIndex }

/** Opens the index of this machine. Somebody else must not have it: take the lock first. */
export async function openSearchNode(app: App): Promise<SearchNode> {
  const { engine, log, config, blobs } = app
  const db = kyselyOn(app.readPool)
  const open = (): View => ({ db, actor: visitor, now: engine.clock() })
  const { index, reader, close } = await app.openSearch(await allOrganisationNames(open()))
  const files = createFileReader(blobs)
  const feed = createFeed({
    index,
    open,
    log,
    rules: rulesInForce,
    readFile: (file) => files.read(file),
    keepText: (file, read) => inWork(engine, system('search'), (work) => keepFileText(work, file, read)),
  })
  const follower = await startFollower({
    pool: app.followPool,
    hints: app.hints,
    log,
    leaseMs: config.pageLeaseMs,
    name: `${hostname()}:${process.pid} search`,
    since: feed.since(),
    gatherMs: GATHER_MS,
    take: (changes, seen) => feed.take(changes, seen),
    forget: () => feed.forget(),
  }).catch(async (error: unknown) => {
    await feed.close()
    files.close()
    await close()
    throw error
  })
  feed.start()
  const { poke } = follower
  engine.committed?.add(poke)
  const meter = createMeter()

  /** Whoever has not heard of the database for as long as its lease may hold what is taken down by now. */
  async function ensureCurrent(): Promise<void> {
    if (!(await feed.mayAnswer())) throw new SearchUnavailable('the index is being built')
    if (follower.holdsLease()) return
    await follower.catchUp().catch(() => undefined)
    if (!follower.holdsLease()) throw new SearchUnavailable('the database cannot be asked')
  }

  /** The lease must hold when the answer leaves, too: it may have taken long. */
  async function answered<T>(ask: () => Promise<T>): Promise<T> {
    await ensureCurrent()
    const answer = await ask()
    if (!follower.holdsLease())
      await ensureCurrent().then(() => Promise.reject(new SearchUnavailable('asked too early')))
    return answer
  }

  async function catchUp(texts: boolean, late: AbortSignal): Promise<boolean> {
    while (!late.aborted) {
      try {
        await follower.catchUp()
        await feed.tick()
        await feed.settled({ texts })
        return true
      } catch {
        // The database does not answer just now, or not soon enough.
        await sleep(AGAIN_MS)
      }
    }
    return false
  }

  let isClosed = false
  return {
    feed,
    index,
    search: (query) => meter.time(() => answered(() => feed.answer(() => reader.search(query), query))),
    suggest: (query) => answered(() => feed.suggest(() => reader.suggest(query))),
    async state(): Promise<NodeState> {
      return {
        ...feed.state(),
        figures: await index.figures(),
        queries: meter.figures(),
        isInTouch: follower.holdsLease(),
      }
    },
    async rebuild() {
      void feed.rebuild()
    },
    async caughtUp({ milliseconds, texts = false }) {
      const done = new AbortController()
      const late = sleep(milliseconds, false, { signal: done.signal }).catch(() => false)
      try {
        return await Promise.race([catchUp(texts, done.signal), late])
      } finally {
        done.abort()
      }
    },
    async close() {
      if (isClosed) return
      isClosed = true
      engine.committed?.delete(poke)
      await follower.stop()
      await feed.close()
      files.close()
      await close()
    },
  }
}

function createMeter() {
  const counts = QUERY_BUCKETS.map(() => 0)
  let count = 0
  let failed = 0
  let seconds = 0
  return {
    async time<T>(act: () => Promise<T>): Promise<T> {
      const begun = performance.now()
      try {
        return await act()
      } catch (error) {
        failed++
        throw error
      } finally {
        const took = (performance.now() - begun) / 1_000
        count++
        seconds += took
        QUERY_BUCKETS.forEach((bound, at) => {
          if (took <= bound) counts[at] = (counts[at] ?? 0) + 1
        })
      }
    },
    figures: () => ({
      count,
      failed,
      seconds,
      buckets: QUERY_BUCKETS.map((bound, at) => [bound, counts[at] ?? 0] as const),
    }),
  }
}
