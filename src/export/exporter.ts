import { hostname } from 'node:os'
import type { App } from '../app.ts'
import { visitor } from '../kernel/actor.ts'
import type { Change } from '../kernel/changes.ts'
import { kyselyOn } from '../kernel/database.ts'
import { type Follower, startFollower } from '../kernel/follower.ts'
import { listBlobs, listRedirects } from '../modules/library/index.ts'
import { createKeeper, type Keeper } from '../portal/keeper.ts'
import { createMemory } from '../portal/memory.ts'
import { pageKey, STANDARD } from '../portal/page-key.ts'
import { type Means, produce } from '../portal/produce.ts'
import { createReader } from '../portal/reader.ts'
import { openThemes } from '../portal/render.ts'
import { assets, fragmentNow } from '../portal/site-context.ts'
import { cutLists } from '../roles/portal-desk.ts'
import { gateOf, pagesFolder, readAbout, takeLock, writeAbout } from './lock.ts'
import { Manifest } from './manifest.ts'
import { pack } from './pack.ts'
import { createPageWork, type Left } from './page-work.ts'
import { pathOf, placeOf } from './paths.ts'
import { type ExportReport, freshReport, hostAndPath, itemsOf, plainAddress } from './report.ts'
import { locationOf, Redirects } from './redirects.ts'
import { Shelf } from './shelf.ts'
import { loadTargets, type Targets } from './targets.ts'
import { watchExport } from './watch.ts'
import { createWorkQueue } from './work-queue.ts'

export type ExportOptions = {
  dir: string
  scheme: 'http' | 'https'
  /** Codes of the sites; null: all. */
  sites: readonly string[] | null
  say: (line: string) => void
  /** Stop as soon as what is being made is done; what is left is made by the next run. */
  signal?: AbortSignal
}

export type Export = {
  /** Brings every file up to now; what was done since the last call. */
  settle(): Promise<ExportReport>
  /** Follows until the signal; `batch` after each change that touched a file. */
  watch(batch: (report: ExportReport) => void): Promise<void>
  close(): Promise<void>
}

const AT_ONCE = 6
const CACHE_BYTES = 8_000_000
const NO_LIMIT = 2 ** 50
const MOST_DUE = 5_000
const MOST_LEFT = 1_000
const TELL_EVERY_MS = 5_000
const TICK_MS = 50
const RETRY_MS = 5_000
/** Changes of these say that there may be other sites or channels. */
const STRUCTURE = /^(site|host|children|channels):/

/** An export of sites as plain files, which follows the change log by the same keys as the portal's page store. */
export async function openExport(app: App, options: ExportOptions): Promise<Export> {
  const { engine, log } = app
  const { dir, scheme, say } = options
  const lock = takeLock(dir)
  const gate = gateOf(dir)
  if (lock.isAfterCrash) gate.close()
  const about = readAbout(dir)
  const chosen = options.sites?.toSorted() ?? null
  const manifest = await Manifest.read(dir)
  const shelf = new Shelf(dir, manifest)
  const redirects = new Redirects(dir)
  const store = app.openPages({ folder: pagesFolder(dir), limitBytes: NO_LIMIT })
  store.begin(JSON.stringify([openThemes().digest, assets.css.url, assets.js.url, scheme, chosen]))
  const memory = createMemory()
  const open: Means['open'] = () => ({ db: kyselyOn(app.readPool), actor: visitor, now: engine.clock() })
  const means: Means = { open, memory, cut: (wishes) => cutLists(app, wishes) }

  let isFull = lock.isAfterCrash || store.applied() === null || about === null
  shelf.isDoubted = isFull
  /** Of a full comparison: what has been looked at. */
  let checked = new Set<string>()
  /** Addresses without a file, until something changes. */
  let none = new Set<string>()
  let isRestructured = true
  const touchedSites = new Set<string>()
  const failures = new Map<string, string>()
  const left = new Map<string, Left | 'host name'>()
  let takedowns = 0
  let isStopped = false
  /** The store is to be walked through: what an interrupted run marked is not on any list. */
  let isUnswept = isFull
  let targets: Targets = await loadTargets(open(), scheme, chosen)
  let report = freshReport()
  let follower: Follower | null = null
  const current = () => follower ?? notYet()

  const keeper: Keeper = createKeeper({
    store,
    memory,
    log,
    clock: () => engine.clock(),
    follower: current,
    produce: (asked) => produce(means, asked),
    fragmentNow: (name) => fragmentNow(createReader(open(), memory), name),
    marked(change, pages) {
      const isUrgent = pages.length <= MOST_DUE
      for (const { key } of pages) {
        if (change.isTakedown) work.remove(key)
        queue.add(key, isUrgent)
      }
    },
    cacheBytes: CACHE_BYTES,
  })

  const work = createPageWork({
    scheme,
    store,
    keeper,
    blobs: app.blobs,
    shelf,
    redirects,
    targets: () => targets,
    reader: () => createReader(open(), memory),
    produce: (asked) => produce(means, asked),
    applied: () => current().applied,
    found,
    hasNone: (key) => void none.add(key),
    takedowns: () => takedowns,
    left: (key, reason) => left.size < MOST_LEFT && left.set(plainAddress(key), reason),
    count(what, siteId) {
      if (what === 'overtaken') return
      report[what]++
      if (what !== 'unchanged' && siteId !== '') touchedSites.add(siteId)
    },
  })

  const queue = createWorkQueue({
    atOnce: AT_ONCE,
    async handle(key) {
      if (isFull) checked.add(key)
      const done = await work.handle(key)
      if (done === 'done') failures.delete(key)
      return done
    },
    failed(key, error) {
      log.error({ err: error, page: key }, 'a page could not be exported')
      failures.set(key, error instanceof Error ? error.message : String(error))
      // It stays as it was, like the platform's pages, unless its time is over.
      if ((store.find(key)?.until ?? Infinity) <= engine.clock().getTime()) work.remove(key)
    },
  })

  function found(key: string): void {
    if (none.has(key) || queue.has(key)) return
    if (isFull) {
      if (checked.has(key)) return
      checked.add(key)
    } else if (isOnShelf(key)) return
    queue.add(key)
  }

  function isOnShelf(key: string): boolean {
    const { host, path } = hostAndPath(key)
    const place = placeOf(path)
    return 'file' in place && manifest.get(host, place.file) !== undefined
  }

  async function take(changes: Change[], seen: Parameters<Keeper['take']>[1]): Promise<void> {
    try {
      await takeIn(changes, seen)
    } catch (error) {
      // What was marked before the fault is not told again.
      doubt()
      throw error
    }
  }

  /** A change is told as applied when nothing that it takes down is on the disk any more. */
  async function takeIn(changes: Change[], seen: Parameters<Keeper['take']>[1]): Promise<void> {
    none.clear()
    if (changes.some((change) => change.isTakedown)) takedowns++
    if (changes.some((change) => change.keys.some(({ key }) => STRUCTURE.test(key)))) isRestructured = true
    await keeper.take(changes, seen)
    await keeper.settled()
    if (changes.some((change) => change.isTakedown)) {
      // Pages that were waiting anyway have been marked without a word.
      for (const key of queue.keys()) if (store.find(key)?.standing === 'gone') work.remove(key)
    }
    const items = new Set(changes.flatMap(itemsOf))
    if (items.size > 0) await work.recheckBlobs(await listBlobs(open(), [...items]))
  }

  function forget(): void {
    keeper.forget()
    doubt()
  }

  /** Out of service until everything has been compared. */
  function doubt(): void {
    gate.close()
    isFull = true
    shelf.isDoubted = true
    checked = new Set()
    isUnswept = true
    isRestructured = true
  }

  /** After an interrupted run: what is marked as gone goes first, then everything is looked at. */
  function sweep(): void {
    isUnswept = false
    for (const { key, standing } of store.pages()) {
      if (standing === 'gone') work.remove(key)
      checked.add(key)
      queue.add(key, standing !== 'fresh')
    }
  }

  follower = await startFollower({
    pool: engine.pool,
    log,
    leaseMs: app.config.pageLeaseMs,
    name: `${hostname()}:${process.pid} export`,
    since: store.applied(),
    take,
    forget,
  })
  const poke = () => current().poke()
  const stop = () => {
    isStopped = true
    void queue.stop()
  }
  options.signal?.addEventListener('abort', stop)
  engine.committed?.add(poke)
  if (isUnswept) sweep()
  for (const key of about?.failed ?? []) queue.add(key, true)
  noteDue(0)
  if (options.signal?.aborted) stop()
  else queue.start()

  function noteDue(from: number): number {
    const now = engine.clock().getTime()
    for (const { key } of store.due(from, now + 1, MOST_DUE)) if (!failures.has(key)) queue.add(key, true)
    return now
  }

  /** Sites and channels there are now: their pages are looked for. */
  async function restructure(): Promise<void> {
    isRestructured = false
    targets = await loadTargets(open(), scheme, chosen)
    for (const { host } of targets.refused) left.set(host, 'host name')
    for (const key of targets.seeds) found(key)
    await shelveAssets()
  }

  async function shelveAssets(): Promise<void> {
    for (const { url, body } of [assets.css, assets.js]) {
      const plain = Buffer.from(body)
      const whole = { plain, gzip: await pack(plain), snapshot: '', files: [] }
      for (const host of targets.hosts) {
        if (isFull) checked.add(keyAt(host, url))
        else if (manifest.get(host, url.slice(1))) continue
        const put = await shelf.put(host, url.slice(1), whole, () => true)
        if (put !== 'overtaken') report[put]++
      }
    }
  }

  const keyAt = (host: string, path: string) => pageKey({ origin: `${scheme}://${host}`, path, choices: STANDARD })

  const sitemaps = (): string[] =>
    [...touchedSites].flatMap((id) => {
      const site = targets.byId.get(id)
      return site?.isChosen ? [keyAt(site.host, `${site.base}/sitemap.xml`)] : []
    })

  /** Works until nothing is left to do. */
  async function workOff(): Promise<void> {
    while (!isStopped) {
      if (isUnswept) sweep()
      if (isRestructured) await restructure()
      await queue.idle()
      if (isRestructured || isUnswept || queue.size > 0) continue
      if (touchedSites.size === 0) return
      for (const key of sitemaps()) queue.add(key)
      touchedSites.clear()
      await queue.idle()
      touchedSites.clear()
    }
  }

  /** The end of a full comparison: what nobody asked for is not ours to show. */
  async function finishFull(): Promise<void> {
    for (const host of manifest.hosts) {
      for (const [file] of manifest.entries(host)) {
        if (checked.has(keyAt(host, pathOf(file)))) continue
        if (shelf.remove(host, file)) report.removed++
      }
    }
    for (const host of new Set([...manifest.hosts, ...targets.hosts])) {
      for await (const file of shelf.foreign(host)) {
        shelf.remove(host, file)
        report.removed++
      }
    }
    for (const one of await listRedirects(
      open(),
      [...targets.byId.values()].filter((s) => s.isChosen).map((s) => s.id),
    )) {
      const site = targets.byId.get(one.siteId)
      const location = locationOf(one, targets.byId, scheme)
      if (site && location) redirects.set(site.host, site.base + one.path, location)
    }
    isFull = false
    shelf.isDoubted = false
    checked = new Set()
  }

  async function save(): Promise<void> {
    await manifest.save()
    redirects.save()
    const failed = [...new Set([...failures.keys(), ...queue.keys(), ...sitemaps()])]
    writeAbout(dir, { scheme, sites: chosen, failed })
  }

  function takeReport(): ExportReport {
    const taken = {
      ...report,
      rendered: keeper.figures().made - madeBefore,
      files: manifest.size,
      redirects: redirects.size,
    }
    taken.left = [...left].map(([address, reason]) => ({ address, reason }))
    left.clear()
    taken.failed = [...failures].map(([key, reason]) => ({ address: plainAddress(key), reason }))
    madeBefore = keeper.figures().made
    report = freshReport()
    return taken
  }
  let madeBefore = 0

  async function settle(): Promise<ExportReport> {
    const wasFull = isFull
    const telling = setInterval(() => {
      say(`已有 ${manifest.size} 个文件，等待 ${queue.size} 个地址`)
    }, TELL_EVERY_MS)
    try {
      // What was committed meanwhile belongs to it too.
      do {
        await workOff()
        if (isFull && !isStopped) await finishFull()
        if (isStopped) break
        await current().catchUp()
        noteDue(0)
      } while ((queue.size > 0 || isRestructured || isFull) && !isStopped)
      await save()
      if (!isStopped) gate.open()
    } finally {
      clearInterval(telling)
    }
    return { ...takeReport(), isFull: wasFull }
  }

  return {
    settle,
    async watch(batch) {
      await watchExport({
        isStopped: () => isStopped,
        tickMs: TICK_MS,
        retryMs: RETRY_MS,
        follower: current(),
        log,
        gate,
        noteDue,
        retry: () => {
          for (const key of failures.keys()) queue.add(key)
        },
        isBusy: () => queue.size > 0 || isRestructured || touchedSites.size > 0,
        needsFull: () => isFull,
        workOff,
        settle,
        save,
        hasNews: () => report.written + report.removed > 0,
        tell: () => batch(takeReport()),
      })
      // Nobody follows any more: whoever asks is sent to the platform.
      gate.close()
    },
    async close() {
      engine.committed?.delete(poke)
      await queue.stop()
      await follower?.stop()
      await keeper.settled()
      await save()
      await store.close()
      // A comparison that was not finished is to be begun again.
      if (!isFull) lock.release()
    },
  }
}

function notYet(): never {
  throw new Error('the export is not open yet')
}
