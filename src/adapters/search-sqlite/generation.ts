import type { DatabaseSync } from 'node:sqlite'
import { viewNear } from './near.ts'
import { createPostingCache } from './posting-cache.ts'
import { CHUNKS_PER_TERM } from './postings.ts'
import { createRules } from './rules.ts'
import { bytesIn, keyOf, numberIn, openFile, textIn } from './schema.ts'
import { append, decode, type SlotSet } from './sets.ts'
import { CHUNK, type Columns, FACET_SETS, LIVE, type SharedIndex, VERSION, viewColumns } from './shared.ts'
import { createFacetValues } from './facet-values.ts'
import { inTail, type TailView, viewTail } from './tail.ts'
import type { Head } from './prepare.ts'

/** One file as a reading thread sees it. */
export type Generation = ReturnType<typeof openGeneration>

const MOST_WORDS_REMEMBERED = 50_000
const PATIENCE_MS = 20

export function openGeneration(shared: SharedIndex) {
  const db = openFile(shared.file, { readOnly: true })
  const state = new Int32Array(shared.state)
  const sums = new Float64Array(shared.sums)
  const sql = statements(db)
  const words = new Map<string, number>()
  const facets = createFacetValues(db)
  let columns = viewColumns(shared)
  let tail: TailView = viewTail(shared)
  let near = viewNear(shared)
  const postings = createPostingCache()

  function readPostings(term: number, first: number, last: number): SlotSet {
    const set: SlotSet = []
    const from = term * CHUNKS_PER_TERM
    for (const row of sql.posting.all(from + first, from + last)) {
      set[numberIn(row['key']) - from] = decode(numberIn(row['n']), bytesIn(row['data']))
    }
    return set
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
      return version
    },
    /** Nothing was published since. */
    isStill: (version: number): boolean => Atomics.load(state, VERSION) === version && version % 2 === 0,
    rules: createRules(db, state),
    /** 0: no document ever held it. */
    wordNumber(word: string): number {
      const known = words.get(word)
      if (known !== undefined) return known
      const id = numberIn(sql.word.get(word)?.['id'])
      if (words.size >= MOST_WORDS_REMEMBERED) words.clear()
      if (id !== 0) words.set(word, id)
      return id
    },
    /** Slots that hold a term, of the postings and of the tail. */
    slotsOf(term: number): SlotSet {
      const full = Math.floor(tail.first / CHUNK)
      let known = postings.get(term, full)
      if (!known) {
        known = full === 0 ? [] : readPostings(term, 0, full - 1)
        postings.put(term, known)
      }
      const set = [...known]
      for (const [chunk, container] of readPostings(term, full, CHUNKS_PER_TERM - 1).entries()) {
        if (container) set[chunk] = container
      }
      const late = inTail(tail, term)
      if (late.length > 0) {
        const chunk = Math.floor(tail.first / CHUNK)
        set[chunk] = append(
          set[chunk],
          Uint16Array.from(late, (slot) => slot % CHUNK),
        )
      }
      return set
    },
    forwardOf: (slot: number): Uint8Array =>
      near.formOf(columns.near, slot) ?? bytesIn(sql.forward.get(slot)?.['data']),
    /** Forward forms of many documents at once: what must be read from the file is cheaper so than one by one. */
    eachForward(slots: readonly number[], visit: (slot: number, data: Uint8Array) => void): void {
      const far: number[] = []
      for (const slot of slots) {
        const data = near.formOf(columns.near, slot)
        if (data) visit(slot, data)
        else far.push(slot)
      }
      if (far.length === 0) return
      const sorted = JSON.stringify(far.toSorted((a, b) => a - b))
      for (const row of sql.forwards.all(sorted)) visit(numberIn(row['slot']), bytesIn(row['data']))
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

const statements = (db: DatabaseSync) => ({
  word: db.prepare('SELECT id FROM word WHERE word = ?'),
  posting: db.prepare('SELECT key, n, data FROM posting WHERE key BETWEEN ? AND ?'),
  head: db.prepare('SELECT head FROM doc WHERE slot = ?'),
  byId: db.prepare('SELECT slot, head FROM doc WHERE id_key = ?'),
  text: db.prepare('SELECT text FROM doc WHERE slot = ?'),
  prefix: db.prepare('SELECT word, df FROM word WHERE word >= ? AND word < ? AND df > 1 LIMIT 500'),
  numbers: db.prepare('SELECT word FROM word WHERE word >= ? AND word < ? LIMIT ?'),
  forward: db.prepare('SELECT data FROM forward WHERE slot = ?'),
  forwards: db.prepare(
    'SELECT f.slot, f.data FROM json_each(?) AS wanted CROSS JOIN forward AS f ON f.slot = wanted.value',
  ),
})
