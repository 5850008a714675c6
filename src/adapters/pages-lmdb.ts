import { randomInt } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'lmdb'
import { hasSeen, isAhead, NOTHING_SEEN, parseSnapshot, type Snapshot, snapshotText } from '../kernel/changes.ts'
import type { Log } from '../kernel/log.ts'
import type { KeptPage, Marked, NewPage, PageStore } from '../kernel/page-store.ts'
import type { Touch } from '../kernel/reads.ts'
import { difference, edgesOf } from './pages-lmdb-edges.ts'
import { emptyFolder, guarded, type OpenStore } from './pages-lmdb-guard.ts'
import { edgeOf, glanceAt, packState, pageKeyOf, standingAt, type State, unpackState } from './pages-lmdb-layout.ts'
import { alone } from './pages-lmdb-lock.ts'
import { type Meta, openStores, type Stores, watchDisk } from './pages-lmdb-open.ts'

const LAYOUT = 1
const MARK_BATCH = 500
const EVICT_BATCH = 200
/** Room kept free, so that a full store makes way a batch at a time. */
const EVICT_TO = 0.95

/** A guest looks at a store that others may be using: what it cannot read it leaves as it is. */
export type PageStoreOptions = { folder: string; limitBytes: number; log: Log; isGuest?: boolean }

/** Opens the store below a folder; one that is damaged or of another layout is thrown away, which loses nothing. */
export function openPageStore(options: PageStoreOptions): PageStore {
  return guarded(() => alone(options, () => openSound(options)), options)
}

function openSound(options: PageStoreOptions): OpenStore {
  const { folder, log } = options
  try {
    return createStore(openStores(folder), options)
  } catch (error) {
    if (options.isGuest) throw error
    log.warn({ err: error, folder }, 'the page store could not be read and begins anew')
    emptyFolder(folder)
    return createStore(openStores(folder), options)
  }
}

/** For whoever only asks: where there is no store, or none that can be read, everything is left as it is. */
export function openPageStoreIfThere(options: PageStoreOptions): PageStore | null {
  if (!existsSync(path.join(options.folder, 'data.mdb'))) return null
  try {
    const store = alone(options, () => createStore(openStores(options.folder), options))
    return { ...store, clear: () => undefined }
  } catch (error) {
    options.log.warn({ err: error, folder: options.folder }, 'the page store could not be read')
    return null
  }
}

function createStore(stores: Stores, { folder, limitBytes, log }: PageStoreOptions): OpenStore {
  const { root, ids, state, meta, gzip, brotli, edge, window, due, fragment, fragmentEdge } = stores
  const layout = root.get('layout')
  if (layout !== undefined && layout !== LAYOUT) throw new Error('the page store is of another layout')
  if (layout === undefined) {
    root.putSync('layout', LAYOUT)
    root.putSync('bytes', 0)
  }
  const disk = watchDisk(folder, log)
  /** What this process makes pages by. */
  let maker: string | null = null
  const { fragments, edges, reached } = edgesOf(stores)
  const numberAt = (name: string): number => Number(root.get(name) ?? 0)
  const snapshotAt = (name: string): Snapshot => {
    const text = root.get(name)
    return typeof text === 'string' ? parseSnapshot(text) : NOTHING_SEEN
  }
  const stateOf = (id: number): State | null => {
    const bytes = state.getBinary(id)
    return bytes === undefined ? null : unpackState(bytes)
  }

  const dropDue = (id: number, until: number) => {
    if (until !== Infinity) due.removeSync(until, id)
  }

  /** Bodies only: the address, its reads and its state stay, so that it is known what to render. */
  function dropBodies(id: number): number {
    const freed = (gzip.getBinary(id)?.length ?? 0) + (brotli.getBinary(id)?.length ?? 0)
    gzip.removeSync(id)
    brotli.removeSync(id)
    return freed
  }

  function forget(id: number): number {
    const known = meta.get(id)
    const was = stateOf(id)
    const freed = dropBodies(id)
    if (known) {
      edges.remove(id, known)
      ids.removeSync(pageKeyOf(known.key))
      meta.removeSync(id)
    }
    if (was) dropDue(id, was.until)
    state.removeSync(id)
    return freed
  }

  /** Oldest numbers first, from where the last round ended: pages that are asked for again come back at once. */
  function makeRoom(): void {
    let bytes = numberAt('bytes')
    let hand = numberAt('hand')
    while (bytes > limitBytes * EVICT_TO) {
      const chosen = [...meta.getKeys({ start: hand + 1, limit: EVICT_BATCH })]
      if (chosen.length === 0 && hand === 0) break
      hand = chosen.at(-1) ?? 0
      root.transactionSync(() => {
        bytes = numberAt('bytes')
        for (const id of chosen) if (bytes > limitBytes * EVICT_TO) bytes -= forget(id)
        root.putSync('bytes', Math.max(0, bytes))
        root.putSync('hand', hand)
      })
    }
  }

  function write(page: NewPage): KeptPage {
    const key = pageKeyOf(page.key)
    const known = ids.get(key)
    const before = known === undefined ? null : findById(known)
    // Another process was faster, and has seen more.
    if (before && before.snapshot.xmax > page.snapshot.xmax && isShownAt(before, page.renderedAt)) return before
    const id = known ?? numberAt('next') + 1
    if (known === undefined) {
      root.putSync('next', id)
      ids.putSync(key, id)
    }
    const freed = before ? makeWay(before, page) : 0
    const { key: address, site, status, type, etag, bytes, reads } = page
    const entry: Meta = {
      key: address,
      site,
      status,
      type,
      etag,
      bytes,
      keys: [...reads.keys],
      windows: [...reads.windows],
    }
    edges.add(id, before ? difference(entry, before.reads) : entry)
    for (const one of page.fragments) fragments.put(one, page.snapshot)
    const now: State = {
      // Begun at random, so that no process takes a page of a store made anew for one that it remembers.
      version: (before?.version ?? randomInt(2 ** 31)) + 1,
      standing: 'fresh',
      until: reads.until ?? Infinity,
      renderedAt: page.renderedAt,
      snapshot: page.snapshot,
    }
    if (now.until !== Infinity) due.putSync(now.until, id)
    state.putSync(id, packState(now))
    meta.putSync(id, entry)
    gzip.putSync(id, page.gzip)
    root.putSync('bytes', Math.max(0, numberAt('bytes') - freed + page.gzip.length))
    noteOrigin(page.key)
    return { ...page, ...now, id, brotli: null, reads: entry }
  }

  /** What the page was before goes: its bodies, the edges it no longer has, its instant. Gives the bytes that came free. */
  function makeWay(before: KeptPage, page: NewPage): number {
    if (before.standing === 'stale') {
      root.putSync('remade', numberAt('remade') + 1)
      if (before.etag === page.etag) root.putSync('unchanged', numberAt('unchanged') + 1)
    }
    edges.remove(before.id, difference(before.reads, page.reads))
    dropDue(before.id, before.until)
    return dropBodies(before.id)
  }

  function noteOrigin(key: string): void {
    const origin = key.slice(0, key.indexOf('|'))
    const host = `origins:${new URL(origin).hostname}`
    const known = (root.get(host) ?? []) as string[]
    if (!known.includes(origin)) root.putSync(host, [...known, origin].slice(-4))
  }

  function findById(id: number): KeptPage | null {
    const found = stateOf(id)
    const about = found && meta.get(id)
    if (!found || !about) return null
    const { keys, windows, ...rest } = about
    const empty = Buffer.alloc(0)
    return {
      ...rest,
      ...found,
      id,
      reads: { keys, windows },
      gzip: gzip.getBinary(id) ?? empty,
      brotli: brotli.getBinary(id) ?? null,
    }
  }

  function markOne(id: number, from: number, touch: Touch): Marked | null {
    const was = stateOf(id)
    if (!was || was.standing === 'gone' || hasSeen(was.snapshot, touch.xid)) return null
    if (from !== -Infinity) {
      if (was.until <= from) return null
      dropDue(id, was.until)
      due.putSync(from, id)
      state.putSync(id, packState({ ...was, until: from, version: was.version + 1 }))
      return null
    }
    const standing = touch.isTakedown ? 'gone' : 'stale'
    if (was.standing === standing) return null
    if (touch.isTakedown) root.putSync('bytes', Math.max(0, numberAt('bytes') - dropBodies(id)))
    state.putSync(id, packState({ ...was, standing, version: was.version + 1 }))
    const about = meta.get(id)
    return about && was.standing === 'fresh' ? { id, key: about.key, site: about.site } : null
  }

  function* readers(touch: Pick<Touch, 'keys' | 'points'>): Iterable<Marked> {
    root.resetReadTxn()
    for (const id of reached(touch).keys()) {
      const about = meta.get(id)
      if (about) yield { id, key: about.key, site: about.site }
    }
  }

  /** In one go: a page that another process keeps in between would be left without its edges. */
  return {
    glance(id) {
      const bytes = state.getBinaryFast(id)
      return bytes === undefined ? null : glanceAt(bytes)
    },
    standing(key) {
      const id = ids.get(pageKeyOf(key))
      const bytes = id === undefined ? undefined : state.getBinaryFast(id)
      return bytes === undefined ? null : standingAt(bytes)
    },
    find(key) {
      const id = ids.get(pageKeyOf(key))
      return id === undefined ? null : findById(id)
    },
    findById,
    keep(page, checked) {
      try {
        if (!disk.hasRoomFor(page.gzip.length)) return null
        if (numberAt('bytes') + page.gzip.length > limitBytes) makeRoom()
        return root.transactionSync(() => {
          if (maker !== null && root.get('maker') !== maker) return null
          const isBehind =
            isAhead(snapshotAt('announced'), checked) ||
            page.fragments.some((one) => fragments.isOutdated(one, page.snapshot))
          return isBehind ? 'behind' : write(page)
        })
      } catch (error) {
        log.warn({ err: error, page: page.key }, 'page could not be kept; it is served all the same')
        return null
      }
    },
    remove(key) {
      const id = ids.get(pageKeyOf(key))
      if (id === undefined) return
      root.transactionSync(() => root.putSync('bytes', Math.max(0, numberAt('bytes') - forget(id))))
    },
    keepBrotli(id, version, bytes) {
      try {
        root.transactionSync(() => {
          if (stateOf(id)?.version !== version) return
          brotli.putSync(id, bytes)
          root.putSync('bytes', numberAt('bytes') + bytes.length)
        })
      } catch (error) {
        log.warn({ err: error }, 'smaller form of a page could not be kept')
      }
    },
    fragmentsOf(keys) {
      const names = new Set<string>()
      for (const key of keys) for (const name of fragmentEdge.getValues(edgeOf(key))) names.add(name)
      return [...names]
    },
    fragmentDigest: (name) => fragment.get(name)?.digest ?? null,
    putFragment(use, snapshot) {
      try {
        root.transactionSync(() => fragments.put(use, snapshot))
      } catch (error) {
        log.warn({ err: error }, 'a fragment could not be noted')
      }
    },
    *mark(touch) {
      root.resetReadTxn()
      const all = [...reached(touch)]
      for (let at = 0; at < all.length; at += MARK_BATCH) {
        const batch = all.slice(at, at + MARK_BATCH)
        yield root.transactionSync(() => batch.flatMap(([id, from]) => markOne(id, from, touch) ?? []))
      }
    },
    readers,
    readersOf(touch, limit) {
      const sites = new Set<string>()
      const pages: Marked[] = []
      let total = 0
      for (const page of readers(touch)) {
        total++
        sites.add(page.site)
        if (pages.length < limit) pages.push(page)
      }
      return { total, sites: sites.size, pages }
    },
    countOf(key) {
      root.resetReadTxn()
      return edge.getValuesCount(edgeOf(key))
    },
    due(from, until, limit) {
      const found: Marked[] = []
      for (const { value: id } of due.getRange({ start: from, end: until, limit })) {
        const about = meta.get(id)
        if (about) found.push({ id, key: about.key, site: about.site })
      }
      return found
    },
    *pages({ afterId = 0, limit = Infinity } = {}) {
      let last = afterId
      for (let left = limit; left > 0;) {
        const chunk = [...meta.getKeys({ start: last + 1, limit: Math.min(EVICT_BATCH, left) })]
        if (chunk.length === 0) return
        for (const id of chunk) {
          const page = findById(id)
          if (page) yield page
        }
        last = chunk.at(-1) ?? last
        left -= chunk.length
      }
    },
    origins: (host) => (root.get(`origins:${host}`) ?? []) as string[],
    announce(snapshot) {
      root.transactionSync(() => {
        if (isAhead(snapshot, snapshotAt('announced'))) root.putSync('announced', snapshotText(snapshot))
      })
    },
    applied() {
      const known = root.get('applied') as { identity: string; snapshot: string } | undefined
      return known ? { identity: known.identity, snapshot: parseSnapshot(known.snapshot) } : null
    },
    setApplied(identity, snapshot) {
      try {
        root.transactionSync(() => {
          const known = root.get('applied') as { identity: string; snapshot: string } | undefined
          if (known?.identity === identity && isAhead(parseSnapshot(known.snapshot), snapshot)) return
          root.putSync('applied', { identity, snapshot: snapshotText(snapshot) })
        })
      } catch (error) {
        log.warn({ err: error }, 'the page store does not take what was applied; it will be applied again')
      }
    },
    begin(name) {
      maker = name
      root.transactionSync(() => {
        if (root.get('maker') === undefined) root.putSync('maker', name)
      })
    },
    maker: () => (root.get('maker') ?? null) as string | null,
    figures() {
      const size = (db: Database<unknown, never>) => Number((db.getStats() as { entryCount?: number }).entryCount ?? 0)
      const file = path.join(folder, 'data.mdb')
      return {
        pages: size(meta as never),
        bytes: numberAt('bytes'),
        limitBytes,
        fileBytes: existsSync(file) ? statSync(file).size : 0,
        edges: size(edge as never),
        windows: size(window as never),
        remade: numberAt('remade'),
        unchanged: numberAt('unchanged'),
      }
    },
    close: () => root.close(),
  }
}

const isShownAt = ({ standing, until, renderedAt }: State, now: number): boolean =>
  standing === 'fresh' && now < until && renderedAt <= now
