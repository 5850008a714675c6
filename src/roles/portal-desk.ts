import { hostname } from 'node:os'
import type { App } from '../app.ts'
import { system, visitor } from '../kernel/actor.ts'
import type { Change } from '../kernel/changes.ts'
import { kyselyTogether } from '../kernel/database.ts'
import { startFollower, type Follower } from '../kernel/follower.ts'
import type { Marked, PageStore } from '../kernel/page-store.ts'
import { type Receipt, writeReceipts } from '../kernel/receipts.ts'
import { inWork } from '../kernel/work.ts'
import { keepCuts, listAddresses, seriesOf } from '../modules/library/index.ts'
import type { Asked } from '../portal/answer.ts'
import { createKeeper, type Keeper } from '../portal/keeper.ts'
import { createMemory, type Memory } from '../portal/memory.ts'
import { STANDARD } from '../portal/page-key.ts'
import { type Means, produce, type Produced } from '../portal/produce.ts'
import { createReader, type ListCut } from '../portal/reader.ts'
import { openThemes } from '../portal/render.ts'
import { fragmentNow } from '../portal/site-context.ts'
import { type Batch, createRefresher, type Refresher } from '../portal/refresher.ts'

/** Everything a portal process needs to answer from kept pages. */
export type Desk = {
  keeper: Keeper
  follower: Follower
  refresher: Refresher
  store: PageStore
  /**
   * What the process remembers of the database, once it knows of every change there is word of; changes drop what they touch.
   * Rejects where the database does not answer.
   */
  remembered(): Promise<Memory>
  /** An answer that is not kept: print view, old version, preview. */
  produce(asked: Asked): Promise<Produced>
  close(): Promise<void>
}

/** From this many pages on a change is a bulk change: it is rendered behind everything a person releases. */
const BULK_FROM = 400
/** In a rush of releases the log is looked at so often; a reader that comes meanwhile has it looked at for himself. */
const GATHER_MS = 20
const RECEIPT_MS = 100
const PROGRESS_MS = 1_000
const SAMPLE = 200
const SWEEP_MS = 500
const MOST_DUE = 5_000
const MOST_WARMED = 20
const MOST_WARMING = 3

export async function openDesk(app: App): Promise<Desk> {
  const { engine, config, log } = app
  const store = app.pages.open()
  // Pages of another release, or of other shipped templates, count for nothing.
  store.begin(openThemes().digest)
  const memory = createMemory()
  const cutter = createCutter(app)
  const means: Means = {
    open: () => ({ db: kyselyTogether(app.readPool), actor: visitor, now: engine.clock() }),
    memory,
    cut: (wishes) => cutter.cut(wishes),
  }
  const receipts = keepReceipts(app)
  const make = (asked: Asked) => produce(means, asked)
  let follower: Follower | null = null
  const keeper: Keeper = createKeeper({
    store,
    memory,
    log,
    clock: () => engine.clock(),
    follower: () => follower ?? notYet(),
    produce: make,
    fragmentNow: (name) => fragmentNow(createReader(means.open(), memory), name),
    marked(change, pages) {
      receipts.begin(change, pages)
      // Homes and lists have short addresses: what most ask for comes first.
      const inTurn = pages.toSorted((a, b) => a.key.length - b.key.length)
      refresher.add({ xid: change.xid, subjects: change.subjects, pages: inTurn, begunAt: engine.clock().getTime() })
      void warm(change).catch((error: unknown) => log.debug({ err: error }, 'a new page is made when it is asked for'))
    },
    cacheBytes: config.pageMemoryBytes,
  })
  const refresher: Refresher = createRefresher({
    bulkFrom: BULK_FROM,
    render: (page) => keeper.refresh(page),
    answered: () => keeper.figures().hits,
    finished: (batch) => receipts.finish(batch),
  })
  const unserved = app.pages.serve(() => keeper.figures())
  receipts.onCancel((xid) => refresher.cancel(xid))
  receipts.progressOf(() => refresher.waiting())

  /**
   * The page of what was just released stands before the first reader asks for it, where its host has readers at all. In a rush
   * it is left to that reader.
   */
  let warming = 0
  async function warm(change: Change): Promise<void> {
    if (change.isTakedown || change.subjects.length > MOST_WARMED || warming >= MOST_WARMING) return
    warming++
    await warmPages(change).finally(() => warming--)
  }
  async function warmPages({ subjects }: Change): Promise<void> {
    for (const itemId of subjects) {
      for (const { host, path } of await listAddresses(means.open(), itemId)) {
        for (const origin of store.origins(host)) {
          await keeper.get({ host, path, query: new URLSearchParams(), origin, choices: STANDARD })
        }
      }
    }
  }

  /** Pages whose time has come by the clock alone: they are made before somebody asks, and right without it all the same. */
  let sweptUntil = engine.clock().getTime()
  const sweep = setInterval(() => {
    const now = engine.clock().getTime()
    const pages = store.due(Math.min(sweptUntil, now), now, MOST_DUE)
    sweptUntil = now
    refresher.add({ xid: 0, subjects: [], pages, begunAt: now })
  }, SWEEP_MS)
  sweep.unref()

  follower = await startFollower({
    pool: app.followPool,
    hints: app.hints,
    committed: engine.committed,
    log,
    leaseMs: config.pageLeaseMs,
    name: `${hostname()}:${process.pid}`,
    since: store.applied(),
    gatherMs: GATHER_MS,
    take: (changes, seen) => keeper.take(changes, seen),
    forget: () => keeper.forget(),
  })
  const opened = follower
  const remembered = () => opened.becomeCurrent().then(() => memory)
  return {
    keeper,
    follower,
    refresher,
    store,
    remembered,
    async produce(asked) {
      await remembered()
      return make(asked)
    },
    async close() {
      clearInterval(sweep)
      unserved()
      refresher.stop()
      await cutter.settled()
      await follower?.stop()
      await keeper.settled()
      await receipts.close()
      await store.close()
    },
  }
}

function notYet(): never {
  throw new Error('the portal is not open yet')
}

/** Lists that have outgrown their pages are cut; whoever renders may ask for it. */
export async function cutLists({ engine, log }: App, wishes: readonly ListCut[]): Promise<true> {
  try {
    await inWork(engine, system('list-cuts'), async (work) => {
      for (const wish of wishes) await keepCuts(work, wish)
    })
  } catch (error) {
    log.warn({ err: error }, 'a list could not be cut into pages; it is shown as it is')
  }
  return true
}

/** The reader who happens to make a list too long is not kept waiting for its cut, unless the page would leave something out. */
function createCutter(app: App) {
  const cutting = new Map<string, Promise<unknown>>()
  return {
    async cut(wishes: readonly ListCut[]): Promise<boolean> {
      if (wishes.some((wish) => !wish.canWait)) return cutLists(app, wishes)
      for (const wish of wishes) {
        const series = seriesOf(wish.channelIds, wish.size)
        if (!cutting.has(series))
          cutting.set(
            series,
            cutLists(app, [wish]).finally(() => cutting.delete(series)),
          )
      }
      return false
    },
    settled: () => Promise.all(cutting.values()),
  }
}

/** Receipts are gathered and written a few times a second; none of them holds up a page. */
function keepReceipts({ engine, log, config }: App) {
  const node = `${hostname()}:${process.pid}`
  const open = new Map<number, Receipt>()
  const changed = new Set<number>()
  let timer: NodeJS.Timeout | null = null
  let cancel = (_xid: number): unknown => undefined
  let waiting = (): readonly Batch[] => []

  async function flush(): Promise<void> {
    timer = null
    for (const batch of waiting()) {
      const receipt = open.get(batch.xid)
      if (receipt && batch.isBulk) Object.assign(receipt, { done: batch.done, failed: batch.failed })
      if (receipt && batch.isBulk) changed.add(batch.xid)
    }
    const rows = [...changed].flatMap((xid) => open.get(xid) ?? [])
    changed.clear()
    for (const row of rows) if (row.finishedAt !== null) open.delete(row.xid)
    try {
      for (const xid of await writeReceipts(engine.pool, node, rows)) cancel(xid)
    } catch (error) {
      log.debug({ err: error }, 'receipts could not be written')
    }
    if (waiting().some((batch) => batch.isBulk)) schedule(PROGRESS_MS)
  }
  function schedule(ms = RECEIPT_MS): void {
    timer ??= setTimeout(() => void flush(), ms)
    timer.unref()
  }

  return {
    begin(change: Change, pages: readonly Marked[]): void {
      if (pages.length === 0) return
      open.set(change.xid, {
        xid: change.xid,
        subjects: change.subjects,
        kinds: [...new Set(change.keys.map(({ key }) => key.slice(0, key.indexOf(':'))))],
        pages: pages.length,
        sites: new Set(pages.map((page) => page.site)).size,
        sample: pages.slice(0, SAMPLE).map((page) => [page.site, page.key.split('|').slice(0, 2).join('')] as const),
        isBulk: pages.length > BULK_FROM,
        begunAt: engine.clock().getTime(),
        done: 0,
        failed: 0,
        finishedAt: null,
      })
      changed.add(change.xid)
      schedule()
    },
    finish({ xid, done, failed }: Batch): void {
      const receipt = open.get(xid)
      if (!receipt) return
      Object.assign(receipt, { done, failed, finishedAt: engine.clock().getTime() })
      changed.add(xid)
      schedule()
    },
    onCancel: (act: (xid: number) => unknown) => void (cancel = act),
    progressOf: (ask: () => readonly Batch[]) => void (waiting = ask),
    async close(): Promise<void> {
      if (timer) clearTimeout(timer)
      if (config.roles.length > 0) await flush()
      if (timer) clearTimeout(timer)
    },
  }
}
