import { nearRoom } from './near.ts'
import { type FacetName, facetNames } from '../../modules/search/port.ts'

/** Documents have slots, numbered from 0 in the order in which they came; a slot is never used twice in one file. */
export const BLOCK = 1024
export const CHUNK = 65_536
const MOST_SLOTS = CHUNK * 256
const MOST_TAIL_TERMS = 64 * 1024 * 1024
const WORD = 4

/** Places in `state`. VERSION is odd while the writer publishes; what was read meanwhile is read again. */
export const VERSION = 0
/** Slots that readers may know. */
export const SLOTS = 1
/** First slot whose words are not in the postings but in the tail. */
export const TAIL = 2
export const RULES = 3
export const FACET_SETS = 4
export const LIVE = 5
/** Places in `sums`, behind the lengths. */
export const LATEST_FROM = 4
export const EARLIEST_UNTIL = 5
const STATES = 16

/**
 * Facets that are counted together: most documents of a site have its place and its body too. A slot has the number of its mix of
 * sets, so that one look counts several facets; 0: there were too many mixes, its facets are looked at one by one.
 */
export const MIXES: readonly (readonly FacetName[])[] = [
  ['site', 'place', 'body'],
  ['kind', 'theme', 'year', 'validity'],
]
export const MOST_MIXES = 65_536

/** Bits of `flags`; the lowest three are the level. */
export const REPEALED = 8
export const SERVICE = 16
/** There are (or were) more documents with the same text. */
export const COPIED = 32
/** What has a name of its own: a body, a person, a site. */
export const NAMED = 64
/** A channel: a way to things, not the thing. */
export const WAY = 128

type Tail = { ends: SharedArrayBuffer; terms: SharedArrayBuffer }

/** What writer and readers of one file share; can be posted to a thread. */
export type SharedIndex = {
  file: string
  state: SharedArrayBuffer
  /** Sums of the lengths of the four fields, for averages; the latest `from` and the earliest `until` of all documents. */
  sums: SharedArrayBuffer
  columns: Record<
    'at' | 'from' | 'until' | 'fold' | 'halfLife' | 'high' | 'low' | 'title' | 'near' | 'flags' | 'alive',
    SharedArrayBuffer
  >
  facets: readonly SharedArrayBuffer[]
  /** Per list of MIXES: a column, and per mix the numbers of its sets. */
  mixes: readonly SharedArrayBuffer[]
  mixSets: readonly SharedArrayBuffer[]
  tails: readonly [Tail, Tail]
  near: SharedArrayBuffer
}

export type Columns = {
  capacity: number
  at: Float64Array
  from: Float64Array
  until: Float64Array
  fold: Uint32Array
  halfLife: Float32Array
  /** Fingerprint of the text and hash of the title, by which copies are known. */
  high: Uint32Array
  low: Uint32Array
  title: Uint32Array
  /** Where the forward form lies in memory. */
  near: Uint32Array
  flags: Uint8Array
  /** One bit a slot: there and not hidden. */
  alive: Uint32Array
  /** Per facet the number of its set of values. */
  facets: readonly Uint32Array[]
  mixes: readonly Uint16Array[]
  mixSets: readonly Uint32Array[]
}

const growing = (bytes: number, most: number): SharedArrayBuffer =>
  new SharedArrayBuffer(bytes, { maxByteLength: most })
const column = (width: number): SharedArrayBuffer => growing(CHUNK * width, MOST_SLOTS * width)
const tail = (): Tail => ({
  ends: new SharedArrayBuffer((BLOCK + 1) * WORD),
  terms: growing(CHUNK * WORD, MOST_TAIL_TERMS * WORD),
})

export const createShared = (file: string): SharedIndex => ({
  file,
  state: new SharedArrayBuffer(STATES * WORD),
  sums: new SharedArrayBuffer(6 * 8),
  columns: {
    at: column(8),
    from: column(8),
    until: column(8),
    fold: column(WORD),
    halfLife: column(WORD),
    high: column(WORD),
    low: column(WORD),
    title: column(WORD),
    near: column(WORD),
    flags: column(1),
    alive: column(1 / 8),
  },
  facets: facetNames.map(() => column(WORD)),
  mixes: MIXES.map(() => column(2)),
  mixSets: MIXES.map((names) => new SharedArrayBuffer(MOST_MIXES * names.length * WORD)),
  tails: [tail(), tail()],
  near: nearRoom(),
})

/** Views of fixed length (fast); made anew when the writer has made more room. */
export function viewColumns({ columns, facets, mixes, mixSets }: SharedIndex): Columns {
  const capacity = columns.flags.byteLength
  return {
    capacity,
    at: new Float64Array(columns.at, 0, capacity),
    from: new Float64Array(columns.from, 0, capacity),
    until: new Float64Array(columns.until, 0, capacity),
    fold: new Uint32Array(columns.fold, 0, capacity),
    halfLife: new Float32Array(columns.halfLife, 0, capacity),
    high: new Uint32Array(columns.high, 0, capacity),
    low: new Uint32Array(columns.low, 0, capacity),
    title: new Uint32Array(columns.title, 0, capacity),
    near: new Uint32Array(columns.near, 0, capacity),
    flags: new Uint8Array(columns.flags, 0, capacity),
    alive: new Uint32Array(columns.alive, 0, capacity / 32),
    facets: facets.map((buffer) => new Uint32Array(buffer, 0, capacity)),
    mixes: mixes.map((buffer) => new Uint16Array(buffer, 0, capacity)),
    mixSets: mixSets.map((buffer) => new Uint32Array(buffer)),
  }
}

/** Room for one more chunk; flags last, because readers look at its length. */
export function growColumns(shared: SharedIndex): void {
  const capacity = shared.columns.flags.byteLength + CHUNK
  const { at, from, until, fold, halfLife, high, low, title, near, flags, alive } = shared.columns
  for (const buffer of [at, from, until]) buffer.grow(capacity * 8)
  for (const buffer of [fold, halfLife, high, low, title, near, ...shared.facets]) buffer.grow(capacity * WORD)
  for (const buffer of shared.mixes) buffer.grow(capacity * 2)
  alive.grow(capacity / 8)
  flags.grow(capacity)
}

/** The columns of one block as they are kept in the file; `alive` is worked out from what is gone and hidden. */
const parts = (columns: Columns) => [
  columns.at,
  columns.from,
  columns.until,
  columns.fold,
  columns.halfLife,
  columns.high,
  columns.low,
  columns.title,
  columns.flags,
  ...columns.facets,
]

export function packBlock(columns: Columns, block: number): Buffer {
  return Buffer.concat(
    parts(columns).map((view) => {
      const part = view.subarray(block * BLOCK, (block + 1) * BLOCK)
      return Buffer.from(part.buffer, part.byteOffset, part.byteLength)
    }),
  )
}

export function unpackBlock(columns: Columns, block: number, bytes: Uint8Array): void {
  let offset = 0
  for (const view of parts(columns)) {
    const part = view.subarray(block * BLOCK, (block + 1) * BLOCK)
    new Uint8Array(part.buffer, part.byteOffset, part.byteLength).set(bytes.subarray(offset, offset + part.byteLength))
    offset += part.byteLength
  }
}

export const setBit = (bits: Uint32Array, at: number): void => {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}
export const clearBit = (bits: Uint32Array, at: number): void => {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) & ~(1 << (at & 31))
}
export const hasBit = (bits: Uint32Array, at: number): boolean => ((bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0
