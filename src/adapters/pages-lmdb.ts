import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { hasSeen, isAhead, parseSnapshot, type Snapshot, snapshotText } from '../kernel/changes.ts'
import type { Log } from '../kernel/log.ts'
import type { FragmentUse, KeptPage, Marked, NewPage, PageStore } from '../kernel/page-store.ts'
import { type ListWindow, type Touch } from '../kernel/reads.ts'
import {
  beginsBy,
  edgeOf,
  glanceAt,
  isMembersOnly,
  packState,
  pageKeyOf,
  type State,
  unpackState,
  windowEnd,
  windowKey,
  windowPage,
  windowStart,
  windowValue,
} from './pages-lmdb-layout.ts'

/** What is kept of a page beside its bodies and its state. */
type Meta = {
  key: string
  site: string
  status: number
  type: string
  etag: string
  bytes: number
  keys: string[]
  windows: ListWindow[]
}

type FragmentRecord = { keys: string[]; digest: string; snapshot: Snapshot }

const LAYOUT = 1
const MARK_BATCH = 500
const EVICT_BATCH = 200
/** Room kept free, so that a full store makes way a batch at a time. */
const EVICT_TO = 0.95

type Stores = {
  root: RootDatabase<unknown, string>
  ids: Database<number, string>
  state: Database<Buffer, number>
  meta: Database<Meta, number>
  gzip: Database<Buffer, number>
  brotli: Database<Buffer, number>
  edge: Database<Buffer, Buffer>
  window: Database<Buffer, Buffer>
  due: Database<number, number>
  fragment: Database<FragmentRecord, string>
  fragmentEdge: Database<string, Buffer>
}

/** A guest looks at a store that others may be using: what it cannot read it leaves as it is. */
export type PageStoreOptions = { folder: string; limitBytes: number; log: Log; isGuest?: boolean }

/** Opens the store below a folder; one that is damaged or of another layout is thrown away, which loses nothing. */
export function openPageStore(options: PageStoreOptions): PageStore {
  const { folder, log } = options
  try {
    return createStore(openStores(folder), options)
  } catch (error) {
    if (options.isGuest) throw error
    log.warn({ err: error, folder }, 'the page store could not be read and begins anew')
    rmSync(folder, { recursive: true, force: true })
    return createStore(openStores(folder), options)
  }
}

const MAP_BYTES = 2 ** 40

function openStores(folder: string): Stores {
  mkdirSync(folder, { recursive: true })
  refuseTruncated(path.join(folder, 'data.mdb'))
  // Not flushed: a crash of the machine may damage it, and then it begins anew.
  const root = open<unknown, string>({ path: folder, noSync: true, mapSize: MAP_BYTES, maxDbs: 12, noSubdir: false })
  const db = <V, K extends string | number | Buffer>(name: string, options: object) =>
    root.openDB<V, K>({ name, ...options })
  const numbered = { keyEncoding: 'uint32', encoding: 'binary' }
  const dup = { keyEncoding: 'binary', encoding: 'binary', dupSort: true }
  return {
    root,
    ids: db('ids', { encoding: 'ordered-binary' }),
    state: db('state', numbered),
    meta: db('meta', { keyEncoding: 'uint32', encoding: 'msgpack' }),
    gzip: db('gzip', numbered),
    brotli: db('brotli', numbered),
    edge: db('edge', dup),
    window: db('window', dup),
    due: db('due', { encoding: 'ordered-binary', dupSort: true }),
    fragment: db('fragment', { encoding: 'msgpack' }),
    fragmentEdge: db('fragment-edge', { keyEncoding: 'binary', encoding: 'ordered-binary', dupSort: true }),
  }
}

const META = { magic: 0xbeef_c0de, at: { magic: 24, lastPage: 144, transaction: 152 }, page: 4096 } as const

/** A file shorter than its own first pages say would end the process at the first read behind its end. */
function refuseTruncated(file: string): void {
  if (!existsSync(file)) return
  const head = Buffer.alloc(2 * META.page)
  const handle = openSync(file, 'r')
  const read = readSync(handle, head, 0, head.length, 0)
  closeSync(handle)
  if (read < head.length) throw new Error('the file is shorter than its head')
  const metas = [0, META.page].map((page) => ({
    isValid: head.readUInt32LE(page + META.at.magic) === META.magic,
    lastPage: Number(head.readBigUInt64LE(page + META.at.lastPage)),
    transaction: Number(head.readBigUInt64LE(page + META.at.transaction)),
  }))
  const [newest] = metas.filter((meta) => meta.isValid).toSorted((a, b) => b.transaction - a.transaction)
  if (!newest) throw new Error('the file is none of ours')
  if (statSync(file).size < (newest.lastPage + 1) * META.page) throw new Error('the file is shorter than it says')
}

const idBytes = (id: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(id)
  return bytes
}

function createStore(stores: Stores, { folder, limitBytes, log, isGuest }: PageStoreOptions): PageStore {
  const { root, ids, state, meta, gzip, brotli, edge, window, due, fragment, fragmentEdge } = stores
  const layout = root.get('layout')
  if (isGuest && layout !== undefined && layout !== LAYOUT) throw new Error('the page store is of another layout')
  if (layout !== LAYOUT) {
    for (const db of Object.values(stores)) if (db !== root) db.clearSync()
    root.putSync('layout', LAYOUT)
    root.putSync('bytes', 0)
  }
  const numberAt = (name: string): number => Number(root.get(name) ?? 0)
  const snapshotAt = (name: string): Snapshot => parseSnapshot(String(root.get(name) ?? '1:1:'))
  const stateOf = (id: number): State | null => {
    const bytes = state.getBinary(id)
    return bytes === undefined ? null : unpackState(bytes)
  }

  const fragments = {
    /** Made of something older than what is known of it: the page is to be made again. */
    isOutdated({ name, digest }: FragmentUse, snapshot: Snapshot): boolean {
      const known = fragment.get(name)
      return known !== undefined && known.digest !== digest && isAhead(known.snapshot, snapshot)
    },
    put({ name, keys, digest }: FragmentUse, snapshot: Snapshot): void {
      const known = fragment.get(name)
      const isSame = known?.keys.length === keys.length && known.keys.every((key, index) => key === keys[index])
      if (known?.digest === digest && isSame) return
      if (!isSame) {
        for (const key of known?.keys ?? []) fragmentEdge.removeSync(edgeOf(key), name)
        for (const key of keys) fragmentEdge.putSync(edgeOf(key), name)
      }
      fragment.putSync(name, { keys: [...keys], digest, snapshot })
    },
  }

  const edges = {
    add(id: number, { keys, windows }: Pick<Meta, 'keys' | 'windows'>): void {
      for (const key of keys) edge.putSync(edgeOf(key), idBytes(id))
      for (const one of windows) window.putSync(windowKey(one.list, one.to), windowValue(id, one))
    },
    remove(id: number, { keys, windows }: Pick<Meta, 'keys' | 'windows'>): void {
      for (const key of keys) edge.removeSync(edgeOf(key), idBytes(id))
      for (const one of windows) window.removeSync(windowKey(one.list, one.to), windowValue(id, one))
    },
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
        for (const id of chosen) if (bytes > limitBytes * EVICT_TO) bytes -= forget(id)
        root.putSync('bytes', Math.max(0, bytes))
        root.putSync('hand', hand)
      })
    }
  }

  function write(page: NewPage): KeptPage {
    const key = pageKeyOf(page.key)
    const known = ids.get(key)
    const id = known ?? numberAt('next') + 1
    if (known === undefined) root.putSync('next', id)
    const old = known === undefined ? undefined : meta.get(id)
    const was = known === undefined ? null : stateOf(id)
    // Another process was faster, and has seen more.
    if (was && was.standing === 'fresh' && was.snapshot.xmax > page.snapshot.xmax) {
      const theirs = findById(id)
      if (theirs) return theirs
    }
    const entry: Meta = {
      key: page.key,
      site: page.site,
      status: page.status,
      type: page.type,
      etag: page.etag,
      bytes: page.bytes,
      keys: [...page.reads.keys],
      windows: [...page.reads.windows],
    }
    const freed = known === undefined ? 0 : dropBodies(id)
    if (known === undefined) ids.putSync(key, id)
    if (old) edges.remove(id, difference(old, entry))
    edges.add(id, old ? difference(entry, old) : entry)
    for (const one of page.fragments) fragments.put(one, page.snapshot)
    const now: State = {
      version: (was?.version ?? 0) + 1,
      standing: 'fresh',
      until: page.reads.until ?? Infinity,
      renderedAt: page.renderedAt,
      snapshot: page.snapshot,
    }
    if (was?.standing === 'stale') {
      root.putSync('remade', numberAt('remade') + 1)
      if (old?.etag === page.etag) root.putSync('unchanged', numberAt('unchanged') + 1)
    }
    if (was) dropDue(id, was.until)
    if (now.until !== Infinity) due.putSync(now.until, id)
    state.putSync(id, packState(now))
    meta.putSync(id, entry)
    gzip.putSync(id, page.gzip)
    root.putSync('bytes', Math.max(0, numberAt('bytes') - freed + page.gzip.length))
    noteOrigin(page.key)
    return { ...page, ...now, id, brotli: null, reads: entry }
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

  /** Which pages a touch reaches, and from when on. */
  function reached({ keys, points }: Pick<Touch, 'keys' | 'points'>): Map<number, number> {
    const found = new Map<number, number>()
    const note = (id: number, from: number) => found.set(id, Math.min(from, found.get(id) ?? Infinity))
    for (const [key, from] of keys) for (const id of edge.getValues(edgeOf(key))) note(id.readUInt32BE(0), from)
    for (const point of points) {
      const range = { start: windowStart(point.list, point.low), end: windowEnd(point.list) }
      for (const { value } of window.getRange(range)) {
        if (point.step === 0 && isMembersOnly(value)) continue
        if (beginsBy(value, point.high)) note(windowPage(value), point.from)
      }
    }
    return found
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

  function clear(): void {
    for (const db of Object.values(stores)) if (db !== root) db.clearSync()
    root.transactionSync(() => {
      root.putSync('bytes', 0)
      root.putSync('hand', 0)
      root.removeSync('applied')
      root.removeSync('announced')
    })
  }

  return {
    glance(id) {
      const bytes = state.getBinaryFast(id)
      return bytes === undefined ? null : glanceAt(bytes)
    },
    find(key) {
      const id = ids.get(pageKeyOf(key))
      return id === undefined ? null : findById(id)
    },
    findById,
    keep(page, checked) {
      try {
        if (numberAt('bytes') + page.gzip.length > limitBytes) makeRoom()
        return root.transactionSync(() => {
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
    readersOf(touch, limit) {
      root.resetReadTxn()
      const sites = new Set<string>()
      const pages: Marked[] = []
      let total = 0
      for (const id of reached(touch).keys()) {
        const about = meta.get(id)
        if (!about) continue
        total++
        sites.add(about.site)
        if (pages.length < limit) pages.push({ id, key: about.key, site: about.site })
      }
      return { total, sites: sites.size, pages }
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
    begin(maker) {
      if (root.get('maker') === maker) return
      clear()
      root.putSync('maker', maker)
    },
    maker: () => (root.get('maker') ?? null) as string | null,
    clear,
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

/** What `a` has and `b` has not. */
function difference(a: Pick<Meta, 'keys' | 'windows'>, b: Pick<Meta, 'keys' | 'windows'>) {
  const keys = new Set(b.keys)
  const windows = new Set(b.windows.map((one) => JSON.stringify(one)))
  return {
    keys: a.keys.filter((key) => !keys.has(key)),
    windows: a.windows.filter((one) => !windows.has(JSON.stringify(one))),
  }
}
