import type { DatabaseSync } from 'node:sqlite'
import { totalmem } from 'node:os'
import { bytesIn, numberIn } from './schema.ts'
import type { SharedIndex } from './shared.ts'

/**
 * Forward forms in shared memory, of as many slots as there is room for, the newest first: a question reads hundreds of them, each
 * at another place of the file. The others are read from the file. A form is its length and its bytes; the column `near` says where,
 * in words of four bytes; 0: it is not here.
 */
const STEP = 2 ** 24
const MOST_BYTES = 2 ** 30
/** Of the memory that the machine has, or what holds this process. */
const SHARE_OF_MEMORY = 8
/** What was there before leaves some room for what is to come. */
const SHARE_LOADED = 7 / 8
const WORD = 4
const LOADED_AT_ONCE = 1_000

export function nearRoom(): SharedArrayBuffer {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  const steps = Math.floor(Math.min(MOST_BYTES, memory / SHARE_OF_MEMORY) / STEP)
  return new SharedArrayBuffer(STEP, { maxByteLength: Math.max(1, steps) * STEP })
}

/** For the one who writes. */
export function createNear({ near }: SharedIndex) {
  let bytes = new Uint8Array(near, 0, near.byteLength)
  let lengths = new Uint32Array(near, 0, near.byteLength / WORD)
  let end = 1

  function hasRoom(to: number): boolean {
    if (to <= bytes.length) return true
    if (to > near.maxByteLength) return false
    near.grow(Math.min(near.maxByteLength, Math.ceil(to / STEP) * STEP))
    bytes = new Uint8Array(near, 0, near.byteLength)
    lengths = new Uint32Array(near, 0, near.byteLength / WORD)
    return true
  }

  function keep(column: Uint32Array, slot: number, data: Uint8Array): void {
    const from = (end + 1) * WORD
    // A slot whose first commit did not come about may have another form here.
    Atomics.store(column, slot, 0)
    if (!hasRoom(from + data.length)) return
    lengths[end] = data.length
    bytes.set(data, from)
    Atomics.store(column, slot, end)
    end += 1 + Math.ceil(data.length / WORD)
  }

  return {
    keep,
    /** Reads some of what is kept below a slot; gives where to go on, 0 where there is no more or no more room. */
    load(db: DatabaseSync, column: Uint32Array, below: number): number {
      const some = db.prepare('SELECT slot, data FROM forward WHERE slot < ? ORDER BY slot DESC LIMIT ?')
      // Rows that are arrays are made in two thirds of the time.
      some.setReturnArrays(true)
      let count = 0
      let last = 0
      for (const row of some.all(below, LOADED_AT_ONCE)) {
        if (end * WORD > near.maxByteLength * SHARE_LOADED) return 0
        const [slot, data]: unknown[] = Array.isArray(row) ? row : []
        keep(column, numberIn(slot), bytesIn(data))
        last = numberIn(slot)
        count += 1
      }
      return count < LOADED_AT_ONCE ? 0 : last
    },
  }
}

/** So many forms are looked for at once. */
export const TOGETHER = 64
const LINE = 16
/** What was read only to have it at hand. */
let touched = 0

/**
 * For the one who reads: all forms, and where they stand among them (0: it is not here). A view of each would cost more than reading it.
 */
export function viewNear({ near }: SharedIndex) {
  const bytes = Buffer.from(near, 0, near.byteLength)
  const words = new Uint32Array(near, 0, near.byteLength / WORD)

  function placeOf(column: Uint32Array, slot: number): number {
    const place = slot < column.length ? Atomics.load(column, slot) : 0
    // Put in behind the end of this view: it was made larger a moment ago.
    if (place === 0 || place >= words.length) return 0
    return (place + 1) * WORD + (words[place] ?? 0) > bytes.length ? 0 : place
  }

  return {
    bytes,
    size: bytes.length,
    startOf(column: Uint32Array, slot: number): number {
      const place = placeOf(column, slot)
      return place === 0 ? 0 : (place + 1) * WORD
    },
    /**
     * Where the forms of some slots start and end, TOGETHER at most. All of them are touched, line by line: the machine fetches many at once
     * then, where whoever reads one after the other waits for each.
     */
    find(
      column: Uint32Array,
      slots: ArrayLike<number>,
      { from, to }: { from: number; to: number },
      bounds: Bounds,
    ): void {
      const { starts, ends } = bounds
      for (let at = from; at < to; at++) starts[at - from] = placeOf(column, slots[at] ?? 0)
      let sum = 0
      for (let at = 0; at < to - from; at++) {
        const place = starts[at] ?? 0
        if (place === 0) continue
        const end = (place + 1) * WORD + (words[place] ?? 0)
        starts[at] = (place + 1) * WORD
        ends[at] = end
        for (let word = place + LINE; word < end / WORD; word += LINE) sum ^= words[word] ?? 0
      }
      touched ^= sum
    },
  }
}

export type Bounds = { starts: Uint32Array; ends: Uint32Array }
