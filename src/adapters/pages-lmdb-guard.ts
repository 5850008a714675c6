import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Log } from '../kernel/log.ts'
import type { PageStore } from '../kernel/page-store.ts'
import { alone, LOCK_FILE } from './pages-lmdb-lock.ts'

const RETRY_MS = 1_000

const inodeOf = (file: string): number | null => (existsSync(file) ? statSync(file).ino : null)

/** What lies in a folder goes; the folder itself may be a disk of its own. */
export function emptyFolder(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(LOCK_FILE)) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

/** A store in one file; to forget everything, the file is exchanged. */
export type OpenStore = Omit<PageStore, 'clear'>

/**
 * A store that cannot be read, or cannot note that a page is stale (a full disk, a damaged file), must not be shown from: it is
 * given up and begins anew. Where that is impossible too, nothing is kept until it is possible again. Other processes that have
 * the old file open go on with it, each marking its pages by itself.
 */
export function guarded(open: () => OpenStore, { folder, log }: { folder: string; log: Log }): PageStore {
  const file = path.join(folder, 'data.mdb')
  let inner: OpenStore | null = open()
  let inode = inodeOf(file)
  let maker: string | null = null
  let retryAt = -Infinity

  function reopen(): OpenStore | null {
    const now = performance.now()
    if (now < retryAt) return null
    retryAt = now + RETRY_MS
    return openAgain()
  }

  function openAgain(): OpenStore | null {
    try {
      inner = open()
      inode = inodeOf(file)
      if (maker !== null) inner.begin(maker)
    } catch (error) {
      log.error({ err: error, folder }, 'there is no room for kept pages: every page is made when it is asked for')
      inner = null
    }
    return inner
  }

  /**
   * Everything kept is forgotten: a new file takes the place of ours, unless another process has put one there already. Whoever
   * still has the old file open goes on with it.
   */
  function renew(): void {
    const old = inner
    inner = null
    old?.close().catch(() => undefined)
    alone({ folder, log }, () => {
      try {
        if (inodeOf(file) === inode) emptyFolder(folder)
      } catch (error) {
        log.error({ err: error, folder }, 'the page store could not be removed')
        return
      }
      openAgain()
    })
  }

  function giveUp(broken: OpenStore, error: unknown): void {
    if (inner !== broken) return
    log.error({ err: error, folder }, 'the page store is unusable and begins anew')
    inner = null
    broken.close().catch(() => undefined)
    alone({ folder, log }, () => {
      try {
        emptyFolder(folder)
      } catch (cause) {
        log.error({ err: cause, folder }, 'the page store could not be removed')
        return
      }
      reopen()
    })
  }

  function on<T>(act: (store: OpenStore) => T, otherwise: T): T {
    const store = inner ?? reopen()
    if (!store) return otherwise
    try {
      return act(store)
    } catch (error) {
      giveUp(store, error)
      return otherwise
    }
  }

  return {
    glance: (id) => on((store) => store.glance(id), null),
    standing: (key) => on((store) => store.standing(key), null),
    find: (key) => on((store) => store.find(key), null),
    findById: (id) => on((store) => store.findById(id), null),
    keep: (page, checked) => on((store) => store.keep(page, checked), null),
    remove: (key) => on((store) => store.remove(key), undefined),
    keepBrotli: (id, version, brotli) => on((store) => store.keepBrotli(id, version, brotli), undefined),
    fragmentsOf: (keys) => on((store) => store.fragmentsOf(keys), []),
    fragmentDigest: (name) => on((store) => store.fragmentDigest(name), null),
    putFragment: (use, snapshot) => on((store) => store.putFragment(use, snapshot), undefined),
    *mark(touch) {
      const store = inner ?? reopen()
      if (!store) return
      try {
        yield* store.mark(touch)
      } catch (error) {
        giveUp(store, error)
      }
    },
    readersOf: (touch, limit) => on((store) => store.readersOf(touch, limit), { total: 0, sites: 0, pages: [] }),
    *readers(touch) {
      const store = inner ?? reopen()
      if (!store) return
      try {
        yield* store.readers(touch)
      } catch (error) {
        giveUp(store, error)
      }
    },
    countOf: (key) => on((store) => store.countOf(key), 0),
    due: (from, until, limit) => on((store) => store.due(from, until, limit), []),
    *pages(options) {
      const store = inner ?? reopen()
      if (store) yield* store.pages(options)
    },
    origins: (host) => on((store) => store.origins(host), []),
    announce(snapshot) {
      on((store) => store.announce(snapshot), undefined)
    },
    applied: () => on((store) => store.applied(), null),
    setApplied: (identity, snapshot) => on((store) => store.setApplied(identity, snapshot), undefined),
    begin(name) {
      maker = name
      const known = on((store) => store.maker(), null)
      if (known !== null && known !== name) renew()
      on((store) => store.begin(name), undefined)
    },
    maker: () => on((store) => store.maker(), null),
    clear: renew,
    figures: () =>
      on((store) => store.figures(), {
        pages: 0,
        bytes: 0,
        limitBytes: 0,
        fileBytes: 0,
        edges: 0,
        windows: 0,
        remade: 0,
        unchanged: 0,
      }),
    close: async () => inner?.close(),
  }
}
