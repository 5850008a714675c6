import { setTimeout as sleep } from 'node:timers/promises'
import type { Marked } from '../kernel/page-store.ts'

/** Pages that one change made stale, waiting to be rendered again. */
export type Batch = {
  readonly xid: number
  readonly subjects: readonly string[]
  readonly pages: readonly Marked[]
  readonly begunAt: number
  readonly isBulk: boolean
  /** How many were begun, and how many are behind us. */
  begun: number
  done: number
  failed: number
  isCancelled: boolean
}

export type Refresher = {
  add(batch: Pick<Batch, 'xid' | 'subjects' | 'pages' | 'begunAt'>): void
  waiting(): readonly Batch[]
  cancel(xid: number): boolean
  /** Resolves when nothing waits. */
  idle(): Promise<void>
  stop(): void
}

type Options = {
  /** A change that touches more pages than this waits in a lane of its own. */
  bulkFrom: number
  /** Renders a page unless it is fresh by now. */
  render: (page: Marked) => Promise<void>
  /** How many requests have been answered from kept pages so far. */
  answered: () => number
  finished: (batch: Batch) => void
}

const AT_ONCE = 4
/** So many requests a millisecond, and readers need the processor. */
const MANY_REQUESTS = 0.2
const LONGEST_REST_MS = 50

/**
 * Renders stale pages before somebody asks for them. What a person released goes first, always; a bulk change gets one page at a
 * time whenever nobody's release waits. Whoever asks for a stale page meanwhile gets it rendered at once, so nothing here is
 * needed for a page to be right: a bulk change may be cancelled, and its pages are rendered when they are asked for.
 */
export function createRefresher({ bulkFrom, render, answered, finished }: Options): Refresher {
  const person: Batch[] = []
  const bulk: Batch[] = []
  let running = 0
  /** A bulk page is being made: it has a worker of its own, so that nobody waits for it. */
  let isOnBulk = false
  let isStopped = false
  let whenIdle: (() => void)[] = []

  const isOver = (batch: Batch) => batch.isCancelled || batch.begun === batch.pages.length

  /** The next page in turn; batches of which everything is begun leave their lane. */
  function next(): { batch: Batch; page: Marked } | null {
    for (const lane of [person, bulk]) {
      while (lane[0] && isOver(lane[0])) lane.shift()
      const [batch] = lane
      const page = batch?.pages[batch.begun]
      if (!batch || !page || (batch.isBulk && running > 1)) continue
      batch.begun++
      return { batch, page }
    }
    return null
  }

  async function work(): Promise<void> {
    for (let item = next(); item && !isStopped; item = next()) {
      const { batch, page } = item
      if (batch.isBulk) isOnBulk = true
      const begun = { at: performance.now(), answered: answered() }
      const isFine = await render(page).then(
        () => true,
        () => false,
      )
      if (batch.isBulk) isOnBulk = false
      if (isFine) batch.done++
      else batch.failed++
      if (isOver(batch) && batch.done + batch.failed === batch.begun) finished(batch)
      await requestsFirst(begun)
    }
  }

  /** Where many readers ask, all this takes half of one processor's time at most. */
  async function requestsFirst(begun: { at: number; answered: number }): Promise<void> {
    const took = performance.now() - begun.at
    if (answered() - begun.answered > MANY_REQUESTS * took) await sleep(Math.min(took * running, LONGEST_REST_MS))
    else await new Promise(setImmediate)
  }

  function start(): void {
    const waiting = person.reduce((pages, batch) => pages + batch.pages.length - batch.begun, 0)
    const wanted = waiting > 0 ? Math.min(AT_ONCE, waiting) + (isOnBulk ? 1 : 0) : Math.min(1, bulk.length)
    while (running < wanted && !isStopped) {
      running++
      void work().finally(() => {
        running--
        if (person.length + bulk.length > 0 && running === 0) start()
        if (running === 0) {
          for (const resolve of whenIdle) resolve()
          whenIdle = []
        }
      })
    }
  }

  return {
    add({ pages, ...about }) {
      if (pages.length === 0) return
      const isBulk = pages.length > bulkFrom
      const batch = { ...about, pages, isBulk, begun: 0, done: 0, failed: 0, isCancelled: false }
      if (isBulk) bulk.push(batch)
      else person.push(batch)
      start()
    },
    waiting: () => [...person, ...bulk].filter((batch) => !isOver(batch)),
    cancel(xid) {
      const found = bulk.find((batch) => batch.xid === xid)
      if (!found) return false
      found.isCancelled = true
      if (found.done + found.failed === found.begun) finished(found)
      return true
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    stop: () => void (isStopped = true),
  }
}
