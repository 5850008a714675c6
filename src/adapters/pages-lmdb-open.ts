import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { uptime } from 'node:os'
import path from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import type { Snapshot } from '../kernel/changes.ts'
import type { Log } from '../kernel/log.ts'
import type { ListWindow } from '../kernel/reads.ts'

/** What is kept of a page beside its bodies and its state. */
export type Meta = {
  key: string
  site: string
  status: number
  type: string
  etag: string
  bytes: number
  keys: string[]
  windows: ListWindow[]
}

export type FragmentRecord = { keys: string[]; digest: string; snapshot: Snapshot }

export type Stores = {
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

const MAP_BYTES = 2 ** 40

/** The databases of the store below a folder. Throws when the file is damaged. */
export function openStores(folder: string): Stores {
  mkdirSync(folder, { recursive: true })
  refuseTruncated(path.join(folder, 'data.mdb'))
  refuseCrashed(folder)
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

const BOOT_ID = '/proc/sys/kernel/random/boot_id'

/** Nothing is flushed to the disk: after a start of the machine nobody knows which pages of the file reached it. */
function refuseCrashed(folder: string): void {
  const file = path.join(folder, 'boot')
  const tenths = Math.round((Date.now() / 1000 - uptime()) / 10)
  const boot = existsSync(BOOT_ID) ? readFileSync(BOOT_ID, 'utf8').trim() : `about ${tenths}`
  const known = existsSync(file) ? readFileSync(file, 'utf8') : null
  if (known === boot) return
  if (existsSync(path.join(folder, 'data.mdb'))) throw new Error('the machine was started anew')
  writeFileSync(file, boot)
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

const RESERVE_BYTES = 64_000_000
const RESERVE_SHARE = 0.02
const SAID_AGAIN_MS = 60_000

/**
 * Some of the disk is left for marks and for everybody else. LMDB itself must not be the one to find the disk full: when it
 * does while it writes a large value, it may end the process (seen with lmdb 3.5.6: double free after ENOSPC).
 */
export function watchDisk(folder: string, log: Log) {
  let saidAt = -Infinity
  return {
    hasRoomFor(bytes: number): boolean {
      const { bavail, blocks, bsize } = statfsSync(folder)
      const free = bavail * bsize
      const reserve = Math.min(RESERVE_BYTES, blocks * bsize * RESERVE_SHARE)
      if (free >= reserve + 2 * bytes) return true
      if (performance.now() > saidAt + SAID_AGAIN_MS) {
        saidAt = performance.now()
        log.error({ folder, free }, 'the disk is nearly full: pages are served, but no longer kept')
      }
      return false
    },
  }
}
