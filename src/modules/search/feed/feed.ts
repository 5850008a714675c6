import { setTimeout as sleep } from 'node:timers/promises'
import { type Change, NOTHING_SEEN } from '../../../kernel/changes.ts'
import type { View } from '../../../kernel/work.ts'
import { findFile, itemIdsDue, nextItemInstant } from '../../library/index.ts'
import { dayOf } from '../../vocabulary/index.ts'
import type { IndexPosition, Rebuild } from '../port.ts'
import { createAlarm } from './alarm.ts'
import { fillIndex, type Progress } from './build-index.ts'
import type { Feed, FeedMeans, FeedState, Seen } from './feed-parts.ts'
import { fileTexts } from './file-texts.ts'
import { hiddenWith } from './hidden-with.ts'
import { createKeptLoader, type Loaded } from './load-docs.ts'
import { answerAgain, suggestionsAgain } from './look-again.ts'
import { createQueue, type Lane, lanes, type Reading } from './queue.ts'
import { afterwardsOf, laterOf, REBUILD, standsAlone, touchedBy } from './touched.ts'
import { walkOn } from './walks.ts'
import { isWorn } from './wear.ts'

const BATCH: Record<Lane, number> = { urgent: 200, long: 50, text: 1 }
/** From this many sources on a change is a bulk change: it is read behind what a person does. */
const BULK_FROM = 200
const RETRY_MS = [200, 1_000, 5_000]
const MOST_TRIES = 5
/** The clock is looked at by itself at least so often, whatever is known to be due. */
const TICK_MS = 30_000
const SHORTEST_TICK_MS = 20
/** After a change the next instant is looked up, but not for every one of many. */
const LOOK_AGAIN_MS = 250
/** The first part of an identity is the database, the second its timeline: put back to an earlier day it is still the same one. */
const isOfOneCluster = (a: Pick<Seen, 'identity'>, b: Pick<Seen, 'identity'>): boolean =>
  a.identity !== '' && a.identity.split(' ')[0] === b.identity.split(' ')[0]
const NOWHERE: IndexPosition = { identity: '', snapshot: NOTHING_SEEN, clock: 0 }

/** Follows what readers see, and keeps the index at it. */
export function createFeed({ index, open, log, readFile, keepText, rules }: FeedMeans): Feed {
  const queue = createQueue()
  const working: Record<Lane, Promise<void> | null> = { urgent: null, long: null, text: null }
  let position: IndexPosition = index.position ?? NOWHERE
  let latest: Seen = position
  let isTrusted = position.identity !== ''
  let isGap = false
  /** Not trusted, but of this database: it is followed, and what it finds is looked at once more. */
  let isBehind = false
  let isStarted = false
  let isClosed = false
  let lastError: FeedState['lastError'] = null
  const alarm = createAlarm(() => void onTimer())
  let writing: Promise<unknown> = Promise.resolve()
  let building: (Progress & { promise: Promise<void> }) | null = null
  let isWanted = false
  /** Noted while an index is being built: what it was built from may be older. */
  let since: { hidden: Set<string>; pending: Set<string> } | null = null
  let switching: Promise<void> | null = null

  const loader = createKeptLoader()

  const isFollowed = () => isTrusted || isBehind
  const instant = () => open().now.getTime()

  function failed(error: unknown, what: string): void {
    lastError = { at: instant(), text: error instanceof Error ? error.message : String(error) }
    log.warn({ err: error }, what)
  }

  /** One after the other, each with the position that the one before has left. */
  function note(wish: {
    hidden?: readonly string[]
    pending: readonly string[]
    isBulk?: boolean
    seen?: Seen
    clock?: number
  }): Promise<void> {
    const { hidden = [], pending, isBulk = false, seen, clock } = wish
    const mine = writing.then(async () => {
      for (const source of hidden) since?.hidden.add(source)
      for (const source of pending) since?.pending.add(source)
      queue.outdate(hidden)
      queue.add(pending, isBulk)
      // What an index that is not trusted has seen does not count: it is built anew whatever happens.
      const next = isTrusted ? { ...position, ...seen, clock: clock ?? position.clock } : position
      await index.note({ hidden, pending, position: next })
      position = next
      if (seen) latest = { identity: seen.identity, snapshot: seen.snapshot }
    })
    writing = mine.catch(() => undefined)
    return mine
  }

  async function take(changes: readonly Change[], seen: Seen): Promise<void> {
    if (isGap) {
      isTrusted = false
      isWanted = true
      isGap = false
      loader.forget()
      isBehind = isOfOneCluster(position, seen) && (await index.figures()).docs > 0
      log.info({ isBehind }, 'the index has missed changes, or is new: it is built')
    }
    const view = open()
    const touched = touchedBy(changes, view.now.getTime())
    if (!touched.isTextOnly) loader.forget()
    const hidden = [...touched.hidden, ...(await hiddenWith(view, touched.sitesDown))]
    const pending = [...touched.sources]
    await note({ hidden, pending, isBulk: pending.length > BULK_FROM, seen })
    if (touched.wantsRules) void learnRules()
    isWanted ||= touched.wantsRebuild
    if (isStarted) rebuildIfWanted()
    if (pending.length > 0) {
      wake()
      plan(LOOK_AGAIN_MS)
    }
  }

  function wake(): void {
    if (!isStarted || isClosed || !isFollowed()) return
    for (const lane of lanes) {
      working[lane] ??= work(lane).finally(() => {
        working[lane] = null
        if (!queue.isEmpty(lane) && !isClosed && isFollowed()) wake()
      })
    }
  }

  async function work(lane: Lane): Promise<void> {
    for (let tries = 0; !isClosed && isFollowed() && !queue.isEmpty(lane);) {
      if (lane === 'long') await working.urgent
      const sources = nextOf(lane, tries)
      if (sources.length === 0) continue
      try {
        await workOff(lane, sources)
        tries = 0
      } catch (error) {
        if (isClosed) return
        queue.putBack(lane, sources)
        failed(error, 'what changed could not be taken into the index; trying again')
        await sleep(RETRY_MS[tries] ?? RETRY_MS.at(-1), undefined, { ref: false })
        tries++
        if (tries > MOST_TRIES && sources.length === 1 && (await canRead())) {
          log.error({ err: error, source: sources[0] }, 'left out of the index')
          queue.drop(lane, sources)
          await index.apply({ docs: [], gone: sources })
          tries = 0
        }
      }
    }
  }

  /** After a failure one by one, so that one that cannot be read holds up nobody else. */
  function nextOf(lane: Lane, tries: number): string[] {
    const [first] = queue.take(lane, 1)
    if (first === undefined) return []
    if (tries > 1 || standsAlone(first)) return [first]
    const more = queue.take(lane, BATCH[lane] - 1)
    queue.putBack(lane, more.filter(standsAlone))
    return [first, ...more.filter((source) => !standsAlone(source))]
  }

  const canRead = async (): Promise<boolean> => {
    return nextItemInstant(open()).then(
      () => true,
      () => false,
    )
  }

  function workOff(lane: Lane, sources: readonly string[]): Promise<void> {
    const reading = queue.read()
    return readAgain(lane, sources, reading).finally(() => reading.end())
  }

  async function readAgain(lane: Lane, sources: readonly string[], reading: Reading): Promise<void> {
    const view = open()
    const [first = ''] = sources
    if (lane === 'text') return readText(view, first, reading)
    const later = laterOf(first)
    if (later) return put(await loader.load(view, [later.source]), [later.source, first], reading)
    if (!first.startsWith('walk:')) return put(await loader.load(view, sources), sources, reading)
    const page = await walkOn(view, first, BATCH.long)
    if (page.next !== null) await note({ pending: [page.next], isBulk: true })
    await put(await loader.load(view, page.sources), [...page.sources, first], reading)
  }

  /** What was noted again since it was read is left to the next reading: it may be hidden by now. */
  async function put(loaded: Loaded, sources: readonly string[], reading: Reading): Promise<void> {
    const afterwards = afterwardsOf(loaded)
    if (afterwards.length > 0) await note({ pending: afterwards })
    if (loaded.again.size > 0) plan(SHORTEST_TICK_MS)
    wake()
    const fresh = new Set(sources.filter((source) => reading.isFresh(source)))
    await index.apply({ docs: loaded.docs.filter((doc) => fresh.has(doc.source)), gone: [...fresh] })
  }

  async function readText(view: View, source: string, reading: Reading): Promise<void> {
    const blob = source.slice('text:'.length)
    const found = await findFile(view, blob)
    if (found) {
      const known = await fileTexts(view, [blob])
      if (!known.has(blob)) await keepText(found.file, await readFile(found.file))
      await note({ pending: found.itemIds.map((id) => `item:${id}`), isBulk: found.itemIds.length > 1 })
      wake()
    }
    if (!reading.isFresh(source)) return
    await index.apply({ docs: [], gone: [source] })
  }

  async function learnRules(): Promise<void> {
    if (!rules) return
    try {
      await index.setRules(await rules(open()))
    } catch (error) {
      failed(error, 'pins and synonyms could not be taken in')
    }
  }

  async function tick(): Promise<void> {
    const view = open()
    const now = view.now.getTime()
    const before = position.clock
    queue.due(now)
    wake()
    if (now === before || !isTrusted) return
    // A clock that was set back: what had come too early goes again, and what is due then is found then.
    const ids = await itemIdsDue(view, new Date(Math.min(before, now)), new Date(Math.max(before, now)))
    await note({ pending: ids.map((id) => `item:${id}`), isBulk: ids.length > BULK_FROM, clock: now })
    // A pin ends with a day.
    if (dayOf(new Date(before)) !== dayOf(view.now)) await learnRules()
    wake()
  }

  /** The next look at the clock, or sooner. */
  function plan(within = TICK_MS): void {
    if (!isClosed && isStarted) alarm.within(within)
  }

  async function onTimer(): Promise<void> {
    let wait = TICK_MS
    try {
      await tick()
      if (isTrusted && !building && isWorn(await index.figures(), instant())) void rebuild()
      const next = Math.min((await nextItemInstant(open()))?.getTime() ?? Infinity, queue.nextDue() ?? Infinity)
      wait = Math.min(TICK_MS, Math.max(SHORTEST_TICK_MS, next - instant() + 1))
    } catch (error) {
      failed(error, 'what falls due could not be looked for; trying again')
      wait = RETRY_MS[1] ?? TICK_MS
    }
    plan(wait)
  }

  function rebuild(): Promise<void> {
    if (building) {
      isWanted = true
      return building.promise
    }
    const progress: Progress & { promise: Promise<void> } = {
      promise: Promise.resolve(),
      startedAt: instant(),
      done: 0,
      total: null,
    }
    building = progress
    progress.promise = build(progress).finally(() => {
      building = null
      wake()
      rebuildIfWanted()
    })
    return progress.promise
  }

  function rebuildIfWanted(): void {
    if (!isWanted || isClosed) return
    isWanted = false
    void rebuild()
  }

  async function build(progress: Progress): Promise<void> {
    for (let tries = 0; !isClosed; tries++) {
      try {
        return await buildOnce(progress)
      } catch (error) {
        if (isClosed) return
        failed(error, 'the index could not be built; trying again')
        await sleep(RETRY_MS[tries] ?? RETRY_MS.at(-1), undefined, { ref: false })
      }
    }
  }

  async function buildOnce(progress: Progress): Promise<void> {
    const begun = performance.now()
    const clock = instant()
    since = { hidden: new Set(), pending: new Set() }
    const target = await index.rebuild()
    try {
      await fillIndex(target, {
        open,
        log,
        progress,
        isClosed: () => isClosed,
        afterwards: (sources) => sources.forEach((source) => since?.pending.add(source)),
      })
      await replace(target, clock)
      log.info(
        { sources: progress.done, seconds: Math.round((performance.now() - begun) / 100) / 10 },
        'the index is built',
      )
    } catch (error) {
      await target.discard().catch(() => undefined)
      throw error
    } finally {
      since = null
    }
  }

  /** From here on the new index counts; what was noted meanwhile is noted there too before anybody is answered from it. */
  function replace(target: Rebuild, clock: number): Promise<void> {
    const mine = writing.then(async () => {
      const reached = { ...latest, clock }
      const { hidden, pending } = since ?? { hidden: new Set<string>(), pending: new Set<string>() }
      await target.switch(reached)
      position = reached
      await index.note({ hidden: [...hidden], pending: [...pending], position: reached })
      queue.add(pending, pending.size > BULK_FROM)
      isTrusted = true
      isBehind = false
    })
    writing = mine.catch(() => undefined)
    switching = mine.catch(() => undefined).finally(() => (switching = null))
    return mine
  }

  return {
    since: () => (isTrusted ? { identity: position.identity, snapshot: position.snapshot } : null),
    take,
    forget: () => void (isGap = true),
    start() {
      isStarted = true
      const left = index.pending(Number.MAX_SAFE_INTEGER)
      queue.add(left, true)
      isWanted ||= left.includes(REBUILD) || index.isOutdated === true
      void learnRules()
      rebuildIfWanted()
      wake()
      plan(0)
    },
    tick,
    async settled({ texts = false } = {}) {
      const isBusy = () =>
        building !== null ||
        lanes.some((lane) => (lane !== 'text' || texts) && (working[lane] !== null || !queue.isEmpty(lane)))
      while (isBusy() && !isClosed) await sleep(5)
    },
    rebuild,
    async mayAnswer() {
      await switching
      return isFollowed()
    },
    async answer(ask, query) {
      const wasBehind = isBehind
      const answer = await ask()
      return wasBehind || isBehind ? answerAgain({ loader, view: open() }, query, answer) : answer
    },
    async suggest(ask) {
      const wasBehind = isBehind
      const suggestions = await ask()
      return wasBehind || isBehind ? suggestionsAgain({ loader, view: open() }, suggestions) : suggestions
    },
    state: () => ({
      isTrusted,
      isBehind,
      waiting: queue.size(),
      followedUntil: isTrusted ? position.clock : null,
      rebuilding: building && { startedAt: building.startedAt, done: building.done, total: building.total },
      lastError,
    }),
    async close() {
      isClosed = true
      alarm.stop()
      await Promise.allSettled([...lanes.map((lane) => working[lane]), building?.promise, writing])
    },
  }
}
