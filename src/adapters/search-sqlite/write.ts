import type { DatabaseSync } from 'node:sqlite'
import type { IndexPosition, SearchRules } from '../../modules/search/port.ts'
import { titleKey } from './copies.ts'
import { eachWord, MOST_COUNTED, packForward } from './forward.ts'
import { createNear } from './near.ts'
import { createGathering, NAMING, termOf } from './postings.ts'
import type { Prepared } from './prepare.ts'
import { bytesIn, inTransaction, readMeta, writeMeta } from './schema.ts'
import {
  BLOCK,
  CHUNK,
  clearBit,
  COPIED,
  FACET_SETS,
  growColumns,
  hasBit,
  LIVE,
  packBlock,
  RULES,
  setBit,
  type SharedIndex,
  SLOTS,
  TAIL,
  VERSION,
  viewColumns,
} from './shared.ts'
import { createFacetSets, loadShared, noteTimes, slotsOf } from './store.ts'
import { writeTail } from './tail.ts'
import { createWords } from './words.ts'

export type Writer = ReturnType<typeof createWriter>

/** What a commit changes for readers; told to them only when it is on disk. */
type News = { dead: number[]; born: { slot: number; terms: Uint32Array; group: number }[]; lengths: number[] }

/**
 * The one that writes. In bulk nobody reads yet: the words of a whole chunk are gathered before they are written, and commits
 * are few.
 */
export function createWriter(db: DatabaseSync, shared: SharedIndex, options: { isBulk: boolean }) {
  const { copies, mixes, columns: loaded } = loadShared(db, shared)
  let columns = loaded
  const state = new Int32Array(shared.state)
  const totals = new Float64Array(shared.sums)
  const words = createWords(db)
  const sets = createFacetSets(db)
  const gathering = createGathering()
  const near = createNear(shared)
  let slots = Atomics.load(state, SLOTS)
  let tail = Atomics.load(state, TAIL)
  const sql = {
    doc: db.prepare('INSERT INTO doc (slot, id_key, source_key, head, text) VALUES (?, ?, ?, ?, ?)'),
    forward: db.prepare('INSERT INTO forward (slot, data) VALUES (?, ?)'),
    forwardOf: db.prepare('SELECT data FROM forward WHERE slot = ?'),
    dropDoc: db.prepare('DELETE FROM doc WHERE slot = ?'),
    dropForward: db.prepare('DELETE FROM forward WHERE slot = ?'),
    gone: db.prepare('INSERT OR IGNORE INTO gone (slot) VALUES (?)'),
    block: db.prepare('INSERT OR REPLACE INTO block (block, data) VALUES (?, ?)'),
    hide: db.prepare('INSERT OR IGNORE INTO hidden (source) VALUES (?)'),
    show: db.prepare('DELETE FROM hidden WHERE source = ?'),
    wait: db.prepare('INSERT OR IGNORE INTO pending (source) VALUES (?)'),
    count: db.prepare('UPDATE word SET df = df + 1 WHERE id = ?'),
    done: db.prepare('DELETE FROM pending WHERE source = ?'),
  }
  // The words of the tail stand in the gathering too, until its block is full.
  refillGathering()

  function refillGathering(): void {
    gathering.cutTo(0)
    const { ends, terms } = shared.tails[Math.floor(tail / BLOCK) % 2 === 0 ? 0 : 1]
    const [bounds, all] = [new Uint32Array(ends), new Uint32Array(terms)]
    for (let slot = tail; slot < slots; slot++) {
      const at = slot % BLOCK
      gathering.add(slot, all.slice(bounds[at] ?? 0, bounds[at + 1] ?? 0))
    }
  }

  function lengthsOf(slot: number): number[] {
    const data = sql.forwardOf.get(slot)?.['data']
    return data ? [...eachWord(bytesIn(data), 4, () => undefined)] : [0, 0, 0, 0]
  }

  function remove(source: string, news: News): void {
    for (const slot of slotsOf(db, source)) {
      lengthsOf(slot).forEach((length, field) => (news.lengths[field] = (news.lengths[field] ?? 0) - length))
      sql.dropDoc.run(slot)
      sql.dropForward.run(slot)
      sql.gone.run(slot)
      news.dead.push(slot)
    }
  }

  function insert(doc: Prepared, news: News): void {
    const slot = slots++
    if (slot + 1 > columns.capacity) {
      growColumns(shared)
      columns = viewColumns(shared)
    }
    const fields = doc.fields.map((field) => (field === '' ? [] : field.split(' ').map((word) => words.numberOf(word))))
    const body = fields[3] ?? []
    const kept = [
      ...fields.slice(0, 3),
      body.slice(0, MOST_COUNTED),
      [...new Set([...(fields[4] ?? []), ...body.slice(MOST_COUNTED)])],
    ]
    kept.forEach((field, at) => at < 4 && (news.lengths[at] = (news.lengths[at] ?? 0) + field.length))
    sql.doc.run(slot, doc.idKey, doc.sourceKey, doc.head, doc.text)
    const form = packForward(doc.title, kept)
    sql.forward.run(slot, form)
    if (!options.isBulk) near.keep(columns.near, slot, form)
    const terms = new Set<number>()
    for (const field of fields) for (const word of field) terms.add(termOf(word, false))
    for (const field of NAMING) for (const word of fields[field] ?? []) terms.add(termOf(word, true))
    const sorted = Uint32Array.from(terms).sort()
    if (!options.isBulk) for (const term of sorted) if (term % 2 === 0) sql.count.run(term / 2)
    gathering.add(slot, sorted)
    const group = fill(slot, doc)
    news.born.push({ slot, terms: sorted, group })
    if (slots % BLOCK === 0) finishBlock()
  }

  /** Columns of a slot that readers do not know yet. */
  function fill(slot: number, doc: Prepared): number {
    const title = titleKey(doc.nameOfCopies)
    const group = doc.print ? (copyOf(doc, title) ?? slot) : slot
    columns.at[slot] = doc.at
    columns.from[slot] = doc.from
    columns.until[slot] = doc.until
    columns.fold[slot] = group
    columns.halfLife[slot] = doc.halfLife
    columns.high[slot] = doc.print?.high ?? 0
    columns.low[slot] = doc.print?.low ?? 0
    columns.title[slot] = title
    columns.flags[slot] = doc.flags | (group === slot ? 0 : COPIED)
    doc.facets.forEach((list, facet) => {
      const column = columns.facets[facet]
      if (column) column[slot] = sets.numberOf(facet, list)
    })
    mixes.fill(slot, columns)
    if (doc.print) copies.add(slot, doc.print, title)
    return group
  }

  function copyOf({ print }: Prepared, title: number): number | null {
    const other = print && copies.find(print, title)
    return other === null ? null : (columns.fold[other] ?? other)
  }

  function finishBlock(): void {
    sql.block.run(slots / BLOCK - 1, packBlock(columns, slots / BLOCK - 1))
    if (!options.isBulk || slots % CHUNK === 0) flush()
  }

  function flush(): void {
    gathering.write(db, Math.floor((slots - 1) / CHUNK), { countsWords: options.isBulk })
    tail = slots
  }

  /** The marks of a commit, in it. */
  function seal(news: News): void {
    if (slots % BLOCK !== 0) sql.block.run(Math.floor(slots / BLOCK), packBlock(columns, Math.floor(slots / BLOCK)))
    writeMeta(db, 'slots', String(slots))
    writeMeta(db, 'tail', String(tail))
    writeMeta(
      db,
      'lengths',
      JSON.stringify([...totals.subarray(0, 4)].map((sum, field) => sum + (news.lengths[field] ?? 0))),
    )
  }

  function publish(news: News): void {
    Atomics.add(state, VERSION, 1)
    for (const { slot, terms, group } of news.born) {
      noteTimes(totals, columns, slot)
      if (slot >= tail && !options.isBulk) writeTail(shared, slot, terms)
      if (group !== slot) columns.flags[group] = (columns.flags[group] ?? 0) | COPIED
      setBit(columns.alive, slot)
    }
    let live = Atomics.load(state, LIVE) + news.born.length
    for (const slot of news.dead) {
      if (hasBit(columns.alive, slot)) live -= 1
      clearBit(columns.alive, slot)
    }
    news.lengths.forEach((length, field) => (totals[field] = (totals[field] ?? 0) + length))
    Atomics.store(state, LIVE, live)
    Atomics.store(state, FACET_SETS, Math.max(Atomics.load(state, FACET_SETS), sets.last))
    Atomics.store(state, TAIL, tail)
    Atomics.store(state, SLOTS, slots)
    Atomics.add(state, VERSION, 1)
  }

  function commit(act: (news: News) => void): void {
    const news: News = { dead: [], born: [], lengths: [0, 0, 0, 0] }
    const before = { slots, tail }
    try {
      inTransaction(db, () => {
        act(news)
        seal(news)
      })
    } catch (error) {
      ;({ slots, tail } = before)
      words.forget()
      sets.forget()
      refillGathering()
      throw error
    }
    publish(news)
  }

  return {
    apply({ docs, gone }: { docs: readonly Prepared[]; gone: readonly string[] }): void {
      const sources = new Set([...gone, ...docs.map(({ source }) => source)])
      commit((news) => {
        for (const source of sources) {
          remove(source, news)
          sql.show.run(source)
          sql.done.run(source)
        }
        for (const doc of docs) insert(doc, news)
      })
    },
    note({
      hidden,
      pending,
      position,
    }: {
      hidden: readonly string[]
      pending: readonly string[]
      position: IndexPosition
    }): void {
      commit((news) => {
        for (const source of hidden) {
          sql.hide.run(source)
          news.dead.push(...slotsOf(db, source))
        }
        for (const source of pending) sql.wait.run(source)
        writeMeta(db, 'position', JSON.stringify(position))
      })
    },
    /** Some more of the forward forms into memory; gives where to go on, 0: nowhere. */
    bringNear: (below: number): number => near.load(db, columns.near, below),
    get slots(): number {
      return slots
    },
    setRules(rules: SearchRules): void {
      inTransaction(db, () => writeMeta(db, 'rules', JSON.stringify(rules)))
      Atomics.add(state, RULES, 1)
    },
    /** The end of a bulk: what is gathered goes into the file, whole. */
    finish(): void {
      if (gathering.length > 0) inTransaction(db, flush)
      if (slots > 0) inTransaction(db, () => writeMeta(db, 'tail', String(tail)))
    },
    builtAt: Number(readMeta(db, 'builtAt') ?? 0),
  }
}
