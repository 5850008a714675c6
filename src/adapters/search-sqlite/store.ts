import type { DatabaseSync } from 'node:sqlite'
import { facetNames } from '../../modules/search/port.ts'
import { createCopies } from './copies.ts'
import { createMixes } from './mixes.ts'
import { eachWord, FIELDS_STORED } from './forward.ts'
import { NAMING, termOf } from './postings.ts'
import { bytesIn, keyOf, numberIn, readMeta, textIn } from './schema.ts'
import {
  BLOCK,
  clearBit,
  COPIED,
  EARLIEST_UNTIL,
  LATEST_FROM,
  type Columns,
  FACET_SETS,
  growColumns,
  LIVE,
  RULES,
  setBit,
  type SharedIndex,
  SLOTS,
  TAIL,
  unpackBlock,
  viewColumns,
} from './shared.ts'
import { writeTail } from './tail.ts'

/** Fills what writer and readers share from the file. */
export function loadShared(
  db: DatabaseSync,
  shared: SharedIndex,
): { columns: Columns; copies: ReturnType<typeof createCopies>; mixes: ReturnType<typeof createMixes> } {
  const state = new Int32Array(shared.state)
  const slots = Number(readMeta(db, 'slots') ?? 0)
  const tail = Number(readMeta(db, 'tail') ?? 0)
  while (shared.columns.flags.byteLength < slots + BLOCK) growColumns(shared)
  const columns = viewColumns(shared)
  for (const row of db.prepare('SELECT block, data FROM block').iterate()) {
    unpackBlock(columns, numberIn(row['block']), bytesIn(row['data']))
  }
  columns.alive.fill(0xffffffff, 0, Math.floor(slots / 32))
  for (let slot = slots - (slots % 32); slot < slots; slot++) setBit(columns.alive, slot)
  let live = slots
  for (const row of db.prepare('SELECT slot FROM gone').iterate()) {
    clearBit(columns.alive, numberIn(row['slot']))
    live -= 1
  }
  for (const row of db.prepare('SELECT source FROM hidden').iterate()) {
    for (const slot of slotsOf(db, textIn(row['source']))) {
      clearBit(columns.alive, slot)
      live -= 1
    }
  }
  loadTail(db, shared, tail, slots)
  const sums = new Float64Array(shared.sums)
  sums.set(JSON.parse(readMeta(db, 'lengths') ?? '[0,0,0,0]'))
  sums[LATEST_FROM] = -Infinity
  sums[EARLIEST_UNTIL] = Infinity
  const mixes = createMixes()
  for (let slot = 0; slot < slots; slot++) {
    noteTimes(sums, columns, slot)
    mixes.fill(slot, columns)
  }
  const sets = numberIn(db.prepare('SELECT max(id) AS id FROM facet_set').get()?.['id'])
  for (const [place, value] of [
    [SLOTS, slots],
    [TAIL, tail],
    [LIVE, live],
    [FACET_SETS, sets],
    [RULES, 1],
  ] as const) {
    Atomics.store(state, place, value)
  }
  return { columns, mixes, copies: loadCopies(columns, slots) }
}

/** Where no document is scheduled, nobody has to look at the instants of each. */
export function noteTimes(sums: Float64Array, { from, until }: Columns, slot: number): void {
  sums[LATEST_FROM] = Math.max(sums[LATEST_FROM] ?? 0, from[slot] ?? 0)
  sums[EARLIEST_UNTIL] = Math.min(sums[EARLIEST_UNTIL] ?? 0, until[slot] ?? Infinity)
}

function loadCopies(columns: Columns, slots: number) {
  const copies = createCopies()
  for (let slot = 0; slot < slots; slot++) {
    const [high, low, group] = [columns.high[slot] ?? 0, columns.low[slot] ?? 0, columns.fold[slot] ?? 0]
    if (high !== 0 || low !== 0) copies.add(slot, { high, low }, columns.title[slot] ?? 0)
    if (group !== slot) for (const one of [slot, group]) columns.flags[one] = (columns.flags[one] ?? 0) | COPIED
  }
  return copies
}

function loadTail(db: DatabaseSync, shared: SharedIndex, from: number, to: number): void {
  // A slot without a row is gone; its place in the tail is empty.
  let next = from
  for (const row of db.prepare('SELECT slot, data FROM forward WHERE slot >= ? ORDER BY slot').iterate(from)) {
    const slot = numberIn(row['slot'])
    while (next < slot) writeTail(shared, next++, new Uint32Array())
    writeTail(shared, next++, termsIn(bytesIn(row['data'])))
  }
  while (next < to) writeTail(shared, next++, new Uint32Array())
}

/** Sorted terms of a document that is kept. */
export function termsIn(forward: Uint8Array): Uint32Array {
  const terms = new Set<number>()
  eachWord(forward, FIELDS_STORED, (field, word) => {
    terms.add(termOf(word, false))
    if (NAMING.includes(field)) terms.add(termOf(word, true))
  })
  return Uint32Array.from(terms).sort()
}

/** Slots of everything that was made from one source. */
export function slotsOf(db: DatabaseSync, source: string): number[] {
  return db
    .prepare('SELECT slot, head FROM doc WHERE source_key = ?')
    .all(keyOf(source))
    .filter((row) => JSON.parse(textIn(row['head'])).source === source)
    .map((row) => numberIn(row['slot']))
}

/** Numbers for sets of values of a facet: most documents share theirs with many. */
export function createFacetSets(db: DatabaseSync) {
  const find = db.prepare('SELECT id FROM facet_set WHERE facet = ? AND list = ?')
  const insert = db.prepare('INSERT INTO facet_set (facet, list) VALUES (?, ?)')
  const known = facetNames.map(() => new Map<string, number>())
  let last = 0
  return {
    numberOf(facet: number, list: string): number {
      const number = known[facet]?.get(list)
      if (number !== undefined) return number
      const id = numberIn(find.get(facet, list)?.['id']) || Number(insert.run(facet, list).lastInsertRowid)
      known[facet]?.set(list, id)
      last = Math.max(last, id)
      return id
    },
    forget(): void {
      for (const map of known) map.clear()
    },
    get last(): number {
      return last
    },
  }
}
