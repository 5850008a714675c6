import type { KyselyPlugin } from 'kysely'
import { visitor } from '../../../kernel/actor.ts'
import { createPool, kyselyOn, type Pool } from '../../../kernel/database.ts'
import { startFollower } from '../../../kernel/follower.ts'
import { createLog } from '../../../kernel/log.ts'
import type { Engine, View } from '../../../kernel/work.ts'
import { inWork } from '../../../kernel/work.ts'
import { system } from '../../../kernel/actor.ts'
import { createFeed } from '../feed/feed.ts'
import type { FeedMeans } from '../feed/feed-parts.ts'
import { keepFileText } from '../feed/file-texts.ts'
import { type ReadFile, unread } from '../feed/read-file.ts'
import type { SearchDoc } from '../port.ts'
import type { Analyser } from '../text/analyser.ts'
import { emptyState, memoryEngine, type MemoryState } from './memory-engine.ts'

/** Nothing is asked of the engine here: what it holds is looked at. */
const wordless: Analyser = { version: 'test', tokens: () => [], words: () => [] }

export type Hall = { engine: Engine; pool: Pool; url: string }

/** A pool like the one a node follows with; whoever opens it ends it before the database goes. */
export const followPoolOf = (url: string) => createPool(url, { max: 3, name: 'test follower', patienceMs: 5_000 })

type Options = {
  /** What an earlier node has left. */
  state?: MemoryState | null
  leaseMs?: number
  readFile?: (file: { blob: string; name: string }) => Promise<ReadFile>
  rules?: FeedMeans['rules']
  /** Stands between the node and what it reads. */
  between?: KyselyPlugin
  followPool: Pool
}

/** A search node on the smallest engine: what it holds can be looked at, and taken away in the middle of its work. */
export async function startFeedOn({ engine, pool }: Hall, options: Options) {
  let saved: MemoryState = structuredClone(options.state ?? emptyState())
  const { index } = memoryEngine(wordless, {
    state: structuredClone(saved),
    saved: (state) => void (saved = structuredClone(state)),
  })
  let applied = 0
  const apply = index.apply.bind(index)
  index.apply = async (change) => {
    applied += change.docs.length
    await apply(change)
  }
  const db = options.between ? kyselyOn(pool).withPlugin(options.between) : kyselyOn(pool)
  const feed = createFeed({
    index,
    open: (): View => ({ db, actor: visitor, now: engine.clock() }),
    log: createLog('silent'),
    readFile: options.readFile ?? (async () => unread('missing', 'no files here')),
    keepText: (file, read) => inWork(engine, system('test'), (work) => keepFileText(work, file, read)),
    ...(options.rules ? { rules: options.rules } : {}),
  })
  const follower = await startFollower({
    pool: options.followPool,
    log: createLog('silent'),
    leaseMs: options.leaseMs ?? 10_000,
    name: 'test search',
    since: feed.since(),
    take: (changes, seen) => feed.take(changes, seen),
    forget: () => feed.forget(),
  })
  feed.start()
  engine.committed?.add(follower.poke)
  const stop = async () => {
    engine.committed?.delete(follower.poke)
    await follower.stop()
    await feed.close()
  }
  return {
    feed,
    index,
    follower,
    /** Everything committed is in the index. */
    async settle() {
      await follower.catchUp()
      await feed.tick()
      await feed.settled({ texts: true })
      // What was being read when the clock moved may have put down an instant that has passed.
      await feed.tick()
      await feed.settled({ texts: true })
    },
    docs: (): Map<string, SearchDoc> => new Map(saved.docs.map((doc) => [doc.id, doc])),
    /** How many documents were handed over so far. */
    appliedDocs: () => applied,
    state: () => saved,
    /** Ids of what readers may find by its title, without waiting for anything. */
    find(text: string): string[] {
      const now = engine.clock().getTime()
      const isShown = (doc: SearchDoc) =>
        doc.visibleFrom <= now && (doc.visibleUntil === null || doc.visibleUntil > now)
      return saved.docs.flatMap((doc) =>
        doc.title.includes(text) && isShown(doc) && !saved.hidden.has(doc.source) ? doc.id : [],
      )
    },
    stop,
    /** What it had written when it was killed. */
    async kill(): Promise<MemoryState> {
      const left = structuredClone(saved)
      await stop()
      return left
    },
  }
}

export type TestFeed = Awaited<ReturnType<typeof startFeedOn>>
