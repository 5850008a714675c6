import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gunzipSync, gzip, gzipSync } from 'node:zlib'
import { type Change, hasSeen, type Snapshot } from '../kernel/changes.ts'
import type { Follower } from '../kernel/follower.ts'
import type { Log } from '../kernel/log.ts'
import type { FragmentUse, KeptPage, Marked, NewPage, PageStore } from '../kernel/page-store.ts'
import { fragmentKey, type Touch, touchedFrom, touchOf } from '../kernel/reads.ts'
import type { Answer, Asked } from './answer.ts'
import type { Memory } from './memory.ts'
import { createPageCache, type Ready } from './page-cache.ts'
import { addressOf, pageKey } from './page-key.ts'
import type { Produced } from './produce.ts'

const zip = promisify(gzip)
const squeeze = promisify(brotliCompress)

/** What a request gets: a page as it is kept, or an answer that is not kept. */
export type Outcome = { ready: Ready } | { answer: Answer; html: string | null }

export type Keeper = {
  /** A kept page that may be shown this very moment; undefined: ask `get`. Nothing is awaited. */
  peek(key: string): Ready | undefined
  /** The same once what is known to be missing is taken in and what is stale is made anew; null: nothing to wait for. */
  soon(key: string): Promise<Ready | undefined> | null
  /** The answer to an address, kept or made; made once however many ask. */
  get(asked: Asked): Promise<Outcome>
  /** Take in what was committed. */
  take(changes: readonly Change[], seen: { identity: string; snapshot: Snapshot }): Promise<void>
  forget(): void
  /** Make a page anew if it is stale. */
  refresh(page: Marked): Promise<void>
  /** Smaller form of a page that is asked for; made once, in the background. */
  squeeze(ready: Ready, key: string): void
  settled(): Promise<void>
  figures(): { hits: number; made: number; marked: number }
}

type Options = {
  store: PageStore
  memory: Memory
  log: Log
  clock: () => Date
  follower: () => Follower
  produce: (asked: Asked) => Promise<Produced>
  fragmentNow(name: string): Promise<FragmentUse | null>
  /** All pages that a change made stale, once they are marked. */
  marked(change: Change, pages: Marked[]): void
  cacheBytes: number
}

/** Answers of this kind are the same for everybody and worth keeping. */
const isKeepable = (answer: Answer): answer is Extract<Answer, { kind: 'page' | 'text' }> =>
  (answer.kind === 'page' &&
    answer.status === 200 &&
    ['home', 'list', 'article', 'topic', 'sitemap'].includes(answer.model.kind)) ||
  (answer.kind === 'text' && answer.status === 200 && answer.isKept)

/** After so many attempts a page is shown as it was a moment ago, but not kept. */
const MOST_TRIES = 10
const MOST_TRIES_AT_ALL = 100
/** The clock may be this much behind the one a page was made by. */
const CLOCK_SLACK_MS = 1_000
const GZIP_LEVEL = 5
/** Up to here packing costs less than handing it to another thread and back, which may be busy with larger things. */
const PACKED_HERE_BYTES = 65_536
const PACKING = { level: GZIP_LEVEL }
const BROTLI_QUALITY = 5
/** A change as a question, with the fragments that were looked at for it as they are now. */
type Expanded = { touch: Touch; changed: FragmentUse[] }

/** What was known when the making of a page began. */
type Began = { applied: Snapshot; epoch: number; renderedAt: number; tries: number }

function askedFor(key: string): Asked {
  const { origin, path, choices } = addressOf(key)
  return { host: new URL(origin).hostname, path, query: new URLSearchParams(), origin, choices }
}

const INLINE_BATCHES = 2
const MOST_COMPARED = 60
const MOST_SQUEEZING = 4

export function createKeeper(options: Options): Keeper {
  const { store, memory, log, clock, follower, produce } = options
  const cache = createPageCache(options.cacheBytes)
  const flights = new Map<string, Promise<Outcome>>()
  /** Changes taken in while something is being made: what was begun before them is checked against them. */
  let recent: { touch: Touch; number: number }[] = []
  /** For each thing being made, how many changes had been taken in when it was begun. */
  const making = new Map<symbol, number>()
  let taken = 0
  /** How often everything was forgotten. */
  let epoch = 0
  /** Changes whose pages are still being marked: kept pages are checked one by one meanwhile. */
  const marking = new Set<Touch>()
  let markingChain: Promise<void> = Promise.resolve()
  const squeezing = new Set<number>()
  const figures = { hits: 0, made: 0, marked: 0 }

  const isShown = ({ page }: Ready, now: number): boolean => {
    const glance = store.glance(page.id)
    if (!glance?.isFresh || glance.version !== page.version) return false
    if (now >= glance.until || glance.renderedAt > now + CLOCK_SLACK_MS) return false
    return marking.size === 0 || !isBeingMarked(page, now)
  }

  const isBeingMarked = (page: KeptPage, now: number): boolean =>
    marking
      .values()
      .some((touch) => !hasSeen(page.snapshot, touch.xid) && (touchedFrom(touch, page.reads) ?? Infinity) <= now)

  function readyOf(page: KeptPage): Ready {
    const head = (encoding: string, body: Buffer) => [
      'content-type',
      page.type,
      'content-encoding',
      encoding,
      'content-length',
      String(body.length),
      'etag',
      `"${page.etag}-${encoding}"`,
    ]
    return {
      page,
      headers: { gzip: head('gzip', page.gzip), brotli: page.brotli ? head('br', page.brotli) : null },
    }
  }

  const peek = (key: string): Ready | undefined => (follower().isCurrent() ? find(key) : undefined)

  function soon(key: string): Promise<Ready | undefined> | null {
    if (!follower().holdsLease()) return null
    if (!follower().isCurrent())
      return follower()
        .becomeCurrent()
        .then(() => find(key) ?? anew(key))
    return store.standing(key) === 'stale' ? anew(key) : null
  }

  /** A page that was kept before. */
  async function anew(key: string): Promise<Ready | undefined> {
    if (store.standing(key) !== 'stale') return undefined
    const outcome = await get(askedFor(key))
    return 'ready' in outcome ? outcome.ready : undefined
  }

  function find(key: string): Ready | undefined {
    const now = clock().getTime()
    const held = cache.get(key)
    if (held && isShown(held, now)) {
      figures.hits++
      return held
    }
    if (store.standing(key) !== 'fresh') return undefined
    const page = store.find(key)
    if (page?.standing !== 'fresh' || page.gzip.length === 0) return undefined
    const ready = readyOf(page)
    if (!isShown(ready, now)) return undefined
    cache.put(key, ready)
    figures.hits++
    return ready
  }

  /**
   * As fresh as can be known: while the database does not answer, the lease says how long kept pages may be shown, and nothing
   * else is tried.
   */
  async function get(asked: Asked): Promise<Outcome> {
    const key = pageKey(asked)
    if (!follower().isCurrent()) {
      try {
        await follower().becomeCurrent()
      } catch (error) {
        const kept = follower().holdsLease() ? find(key) : undefined
        if (!kept) throw error
        return { ready: kept }
      }
    }
    const kept = find(key)
    if (kept) return { ready: kept }
    const flying = flights.get(key)
    if (flying) return flying
    const flight = make(asked, key).finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }

  /** What may be shown when a page cannot be made: as it was, unless it was taken down or its time is over. */
  function lastResort(key: string, error: unknown): Outcome {
    const page = store.find(key)
    const now = clock().getTime()
    if (page?.standing !== 'stale' || page.gzip.length === 0 || now >= page.until || !follower().isCurrent())
      throw error
    // A take-down whose pages are being marked has not reached it yet.
    if (marking.values().some((touch) => touch.isTakedown) && isBeingMarked(page, now)) throw error
    log.error({ err: error, page: key }, 'page could not be made; it is shown as it was')
    return { ready: readyOf(page) }
  }

  async function make(asked: Asked, key: string): Promise<Outcome> {
    const mine = Symbol(key)
    try {
      for (let tries = 1; ; tries++) {
        making.set(mine, taken)
        const outcome = await attempt(asked, key, tries)
        if (outcome !== 'again') return outcome
        if (tries >= MOST_TRIES_AT_ALL) throw new Error('taken down while it was made, over and over')
      }
    } finally {
      making.delete(mine)
    }
  }

  /** 'again': something changed meanwhile that must not be missed. */
  async function attempt(asked: Asked, key: string, tries: number): Promise<Outcome | 'again'> {
    const began: Began = { applied: follower().applied, epoch, renderedAt: clock().getTime(), tries }
    let produced: Produced
    try {
      produced = await produce(asked)
    } catch (error) {
      return lastResort(key, error)
    }
    const { found, text } = produced
    if (produced.hasCut && tries === 1) {
      await follower().catchUp()
      return 'again'
    }
    figures.made++
    if (text !== null && isKeepable(found)) return keepMade(key, began, produced, text)
    // What it read is not noted. Who asked after a take-down may have joined in.
    if (epoch !== began.epoch || missedBy(began).some((touch) => touch.isTakedown)) return 'again'
    store.remove(key)
    cache.remove(key)
    return { answer: found, html: text }
  }

  /** What was taken in since something was begun. */
  const missedBy = ({ applied }: Began): Touch[] =>
    recent.flatMap(({ touch }) => (hasSeen(applied, touch.xid) ? [] : touch))

  async function keepMade(key: string, began: Began, produced: Produced, text: string): Promise<Outcome | 'again'> {
    const { found, siteId } = produced
    const reads = await produced.reads()
    const body = Buffer.from(text)
    const page: NewPage = {
      key,
      site: siteId,
      status: 200,
      type: found.kind === 'text' ? found.type : 'text/html; charset=utf-8',
      etag: hash('sha1', body, 'base64url').slice(0, 20),
      bytes: body.length,
      gzip: body.length <= PACKED_HERE_BYTES ? gzipSync(body, PACKING) : await zip(body, PACKING),
      reads,
      fragments: reads.fragments,
      snapshot: began.applied,
      renderedAt: began.renderedAt,
    }
    const mayTryAgain = began.tries < MOST_TRIES
    const touching = missedBy(began).filter((touch) => touchedFrom(touch, reads) !== null)
    if (epoch !== began.epoch || touching.some((touch) => touch.isTakedown)) return 'again'
    if (touching.length > 0 && mayTryAgain) return 'again'
    const kept = touching.length > 0 ? null : store.keep(page, follower().applied)
    if (kept === 'behind') {
      await follower().catchUp()
      if (mayTryAgain) return 'again'
    }
    if (kept && kept !== 'behind') {
      const ready = readyOf(kept)
      cache.put(key, ready)
      return { ready }
    }
    return { ready: readyOf({ ...page, id: 0, version: 0, standing: 'stale', until: 0, brotli: null }) }
  }

  /**
   * Fragments stand for everything they read. A few are made anew to see whether they are another; where many are in question,
   * all of them count as changed.
   */
  async function expand(touch: Touch): Promise<Expanded> {
    const keys = new Map(touch.keys)
    const add = (name: string, from: number) => {
      const own = fragmentKey(name)
      keys.set(own, Math.min(from, keys.get(own) ?? Infinity))
    }
    const inQuestion = new Set<string>()
    for (const [key, from] of touch.keys) {
      for (const name of store.fragmentsOf([key])) {
        if (from === -Infinity) inQuestion.add(name)
        else add(name, from)
      }
    }
    const changed: FragmentUse[] = []
    for (const name of inQuestion) {
      const now = inQuestion.size > MOST_COMPARED ? null : await options.fragmentNow(name).catch(() => null)
      if (now === null || now.digest !== store.fragmentDigest(name)) add(name, -Infinity)
      if (now) changed.push(now)
    }
    return { touch: { ...touch, keys }, changed }
  }

  async function take(
    changes: readonly Change[],
    { identity, snapshot }: { identity: string; snapshot: Snapshot },
  ): Promise<void> {
    const now = clock().getTime()
    const touches = changes.map((change) => touchOf(change, now))
    memory.drop(touches.flatMap((touch) => [...touch.keys.keys()]))
    store.announce(snapshot)
    const expanded: (Expanded & { change: Change })[] = []
    for (const [index, change] of changes.entries()) {
      const touch = touches[index]
      if (touch) expanded.push({ change, ...(await expand(touch)) })
    }
    const oldest = Math.min(...making.values())
    recent = [
      ...recent.filter((one) => one.number > oldest),
      ...expanded.map(({ touch }) => ({ touch, number: ++taken })),
    ]
    for (const { touch } of expanded) marking.add(touch)
    const steps = markAll(expanded)
    // A few pages are marked at once; where there are many, requests go on meanwhile and look at `marking`.
    let isDone = false
    for (let step = 0; step < expanded.length + INLINE_BATCHES && !isDone; step++) isDone = steps.next().done === true
    markingChain = markingChain.then(async () => {
      while (!isDone) {
        await new Promise(setImmediate)
        isDone = steps.next().done === true
      }
      for (const { changed } of expanded) for (const use of changed) store.putFragment(use, snapshot)
      store.setApplied(identity, snapshot)
    })
    if (isDone) await markingChain
  }

  function* markAll(touches: readonly (Expanded & { change: Change })[]) {
    for (const { change, touch } of touches) {
      const pages: Marked[] = []
      for (const batch of store.mark(touch)) {
        for (const page of batch) pages.push(page)
        yield
      }
      marking.delete(touch)
      figures.marked += pages.length
      options.marked(change, pages)
    }
  }

  return {
    peek,
    soon,
    get,
    take,
    forget() {
      epoch++
      memory.clear()
      cache.clear()
      store.clear()
    },
    async refresh(marked) {
      const glance = store.glance(marked.id)
      if (!glance || (glance.isFresh && find(marked.key))) return
      await get(askedFor(marked.key))
    },
    squeeze({ page }, key) {
      if (page.brotli || page.id === 0 || squeezing.size >= MOST_SQUEEZING || squeezing.has(page.id)) return
      squeezing.add(page.id)
      const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY }
      void squeeze(gunzipSync(page.gzip), { params })
        .then((brotli) => {
          store.keepBrotli(page.id, page.version, brotli)
          const held = cache.get(key)
          if (held?.page.version === page.version) cache.put(key, readyOf({ ...page, brotli }))
        })
        .finally(() => squeezing.delete(page.id))
    },
    settled: () => markingChain,
    figures: () => ({ ...figures }),
  }
}
