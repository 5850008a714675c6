import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { titleOf } from './forward.ts'
import { type Bounds, TOGETHER, viewNear } from './near.ts'
import { createPostingCache, type Known } from './posting-cache.ts'
import { CHUNKS_PER_TERM } from './postings.ts'
import { createRules } from './rules.ts'
import { bytesIn, keyOf, numberIn, openFile, textIn } from './schema.ts'
import { append, decode, type SlotSet } from './sets.ts'
import { CHUNK, type Columns, FACET_SETS, LIVE, type SharedIndex, VERSION, viewColumns } from './shared.ts'
import { createFacetValues } from './facet-values.ts'
import { createFilters } from './filters.ts'
import { createStanding, type Dates } from './standing.ts'
import { inTail, type TailView, viewTail } from './tail.ts'
import type { Head } from './prepare.ts'

/** One file as a reading thread sees it. */
export type Generation = ReturnType<typeof openGeneration>

/** A forward form stands in the bytes from `start` to `end`. */
export type VisitForm = (slot: number, bytes: Uint8Array, start: number, end: number) => void

const MOST_WORDS_REMEMBERED = 50_000
const PATIENCE_MS = 20

export function openGeneration(shared: SharedIndex) {
  const db = openFile(shared.file, { readOnly: true })
  const state = new Int32Array(shared.state)
  const sums = new Float64Array(shared.sums)
  const sql = statements(db)
  const words = new Map<string, number>()
  /** In how many documents a word stands, 0 where no document ever held it; as of one version. */
  const frequencies = new Map<string, number>()
  let seen = 0
  const facets = createFacetValues(db)
  let columns = viewColumns(shared)
  let tail: TailView = viewTail(shared)
  let near = viewNear(shared)
  const bounds: Bounds = { starts: new Uint32Array(TOGETHER), ends: new Uint32Array(TOGETHER) }
  const postings = createPostingCache()
  const filters = createFilters()
  const standing = createStanding()

  function readPostings(term: number, first: number, last: number): SlotSet {
    const set: SlotSet = []
    const from = term * CHUNKS_PER_TERM
    for (const row of sql.posting.all(from + first, from + last)) {
      set[numberIn(row['key']) - from] = decode(numberIn(row['n']), bytesIn(row['data']))
    }
    return set
  }

  /** Of chunks that were full nothing changes any more. */
  function readChanged(term: number, known?: Known): SlotSet {
    const full = Math.floor((known?.first ?? 0) / CHUNK)
    const set = known ? known.posted.slice(0, full) : []
    for (const [chunk, container] of readPostings(term, full, CHUNKS_PER_TERM - 1).entries()) {
      if (container) set[chunk] = container
    }
    return set
  }

  function lookUp(word: string): { id: number; df: number } {
    const row = sql.word.get(word)
    const [id, df] = [numberIn(row?.['id']), numberIn(row?.['df'])]
    if (frequencies.size >= MOST_WORDS_REMEMBERED) frequencies.clear()
    frequencies.set(word, df)
    if (words.size >= MOST_WORDS_REMEMBERED) words.clear()
    if (id !== 0) words.set(word, id)
    return { id, df }
  }

  return {
    db,
    facets,
    sql,
    sums,
    get columns(): Columns {
      return columns
    },
    get live(): number {
      return Atomics.load(state, LIVE)
    },
    get slots(): number {
      return tail.last
    },
    /** Where the writer stands; waits a moment while it publishes. */
    begin(): number {
      let version = Atomics.load(state, VERSION)
      for (const from = Date.now(); version % 2 === 1 && Date.now() - from < PATIENCE_MS;) {
        version = Atomics.load(state, VERSION)
      }
      if (shared.columns.flags.byteLength !== columns.capacity) columns = viewColumns(shared)
      tail = viewTail(shared)
      if (shared.near.byteLength !== near.size) near = viewNear(shared)
      facets.readTo(Atomics.load(state, FACET_SETS))
      if (version !== seen) frequencies.clear()
      seen = version
      return version
    },
    /** What is read meanwhile is read from one state of the file; for every row by itself SQLite would ask for its locks anew. */
    inOneState<T>(act: () => T): T {
      sql.begin.run()
      try {
        return act()
      } finally {
        if (db.isTransaction) sql.end.run()
      }
    },
    /** Slots that a filter leaves; null where it is not known, and few are found (`mayLook`: false). */
    bitsOf: (facet: number, values: readonly string[], mayLook: boolean): Uint32Array | null =>
      filters.bitsOf(facet, values, { columns, facets, slots: tail.last }, mayLook),
    /** Age and level of each slot as one number. */
    standingAt: (now: number): Float32Array => standing.standingAt(now, { columns, slots: tail.last }),
    prominenceAt: (now: number): Float32Array => standing.prominenceAt(now, { columns, slots: tail.last }),
    /** Per slot its date, and the day of it. */
    dates: (): Dates => standing.dates({ columns, slots: tail.last }),
    /** Nothing was published since. */
    isStill: (version: number): boolean => Atomics.load(state, VERSION) === version && version % 2 === 0,
    rules: createRules(db, state),
    /** 0: no document ever held it. */
    wordNumber(word: string): number {
      const known = words.get(word)
      if (known !== undefined) return known
      if (frequencies.get(word) === 0) return 0
      return lookUp(word).id
    },
    /** In how many documents a word ever stood, without reading which. */
    frequencyOf: (word: string): number => frequencies.get(word) ?? lookUp(word).df,
    /** Slots that hold a term, of the postings and of the tail. */
    slotsOf(term: number): SlotSet {
      const { first, last } = tail
      const known = postings.get(term)
      if (known?.first === first && known.last === last) return known.whole
      const isPosted = known?.first === first
      const posted = isPosted ? known.posted : readChanged(term, known)
      const late = isPosted ? [...known.late, ...inTail(tail, term, known.last)] : inTail(tail, term, first)
      const whole = late.length > 0 ? withLate(posted, late, Math.floor(first / CHUNK)) : posted
      postings.put(term, { first, last, posted, late, whole })
      return whole
    },
    /** The title as the forward form has it. */
    titleOf(slot: number): string {
      const start = near.startOf(columns.near, slot)
      return start === 0 ? titleOf(bytesIn(sql.forward.get(slot)?.['data']), 0) : titleOf(near.bytes, start)
    },
    /** Forward forms of many documents at once: what must be read from the file is cheaper so than one by one. */
    eachForward(slots: ArrayLike<number>, count: number, visit: VisitForm): void {
      const far: number[] = []
      for (let from = 0; from < count; from += TOGETHER) {
        const to = Math.min(count, from + TOGETHER)
        near.find(columns.near, slots, { from, to }, bounds)
        for (let at = from; at < to; at++) {
          const slot = slots[at] ?? 0
          const start = bounds.starts[at - from] ?? 0
          if (start === 0) far.push(slot)
          else visit(slot, near.bytes, start, bounds.ends[at - from] ?? 0)
        }
      }
      if (far.length === 0) return
      const sorted = JSON.stringify(far.toSorted((a, b) => a - b))
      for (const row of sql.forwards.all(sorted)) {
        const data = bytesIn(row['data'])
        visit(numberIn(row['slot']), data, 0, data.length)
      }
    },
    /** The text as it is kept; null: it is gone. */
    textOf(slot: number): Uint8Array | null {
      const row: unknown = sql.text.get(slot)
      return Array.isArray(row) ? bytesIn(row[0]) : null
    },
    headOf(slot: number): Head | null {
      const row = sql.head.get(slot)
      return row ? JSON.parse(textIn(row['head'])) : null
    },
    slotOfId(id: string): number | null {
      for (const row of sql.byId.all(keyOf(id))) {
        if (JSON.parse(textIn(row['head'])).id === id) return numberIn(row['slot'])
      }
      return null
    },
    close: () => db.close(),
  }
}

function withLate(posted: SlotSet, late: readonly number[], chunk: number): SlotSet {
  const set = [...posted]
  set[chunk] = append(
    set[chunk],
    Uint16Array.from(late, (slot) => slot % CHUNK),
  )
  return set
}

/** A row that is an array takes a third less time than an object; worth it where a query reads hundreds. */
function inArrays(statement: StatementSync): StatementSync {
  statement.setReturnArrays(true)
  return statement
}

const statements = (db: DatabaseSync) => ({
  begin: db.prepare('BEGIN'),
  end: db.prepare('COMMIT'),
  word: db.prepare('SELECT id, df FROM word WHERE word = ?'),
  posting: db.prepare('SELECT key, n, data FROM posting WHERE key BETWEEN ? AND ?'),
  head: db.prepare('SELECT head FROM doc WHERE slot = ?'),
  byId: db.prepare('SELECT slot, head FROM doc WHERE id_key = ?'),
  text: inArrays(db.prepare('SELECT text FROM doc WHERE slot = ?')),
  /** The most frequent of the first that begin so, without what was typed. */
  prefix: db.prepare(`
    SELECT word FROM (SELECT word, df FROM word WHERE word >= ? AND word < ? AND df > 1 ORDER BY word LIMIT 500)
    WHERE word <> ? AND length(word) > 1 ORDER BY df DESC, word LIMIT ?`),
  numbers: db.prepare('SELECT word FROM word WHERE word >= ? AND word < ? LIMIT ?'),
  forward: db.prepare('SELECT data FROM forward WHERE slot = ?'),
  forwards: db.prepare(
    'SELECT f.slot, f.data FROM json_each(?) AS wanted CROSS JOIN forward AS f ON f.slot = wanted.value',
  ),
})
