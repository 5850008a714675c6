import type { DatabaseSync } from 'node:sqlite'
import { facetNames, type SearchRules } from '../../modules/search/port.ts'
import { createSynonyms, type Synonyms } from '../../modules/search/text/synonyms.ts'
import { CHUNKS_PER_TERM } from './postings.ts'
import { bytesIn, keyOf, numberIn, openFile, readMeta, textIn } from './schema.ts'
import { append, decode, type SlotSet } from './sets.ts'
import { CHUNK, type Columns, FACET_SETS, LIVE, RULES, type SharedIndex, VERSION, viewColumns } from './shared.ts'
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
  let rules: { version: number; rules: SearchRules; synonyms: Synonyms } | null = null

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
      facets.readTo(Atomics.load(state, FACET_SETS))
      return version
    },
    /** Nothing was published since. */
    isStill: (version: number): boolean => Atomics.load(state, VERSION) === version && version % 2 === 0,
    /** Those in force, or what a query brings to be tried. */
    rules(tried?: SearchRules): { rules: SearchRules; synonyms: Synonyms } {
      if (tried) return { rules: tried, synonyms: createSynonyms(tried.synonyms) }
      const version = Atomics.load(state, RULES)
      if (rules?.version !== version) {
        const kept: SearchRules = JSON.parse(readMeta(db, 'rules') ?? '{"synonyms":[],"pins":[]}')
        rules = { version, rules: kept, synonyms: createSynonyms(kept.synonyms) }
      }
      return rules
    },
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
      const set: SlotSet = []
      for (const row of sql.posting.all(term * CHUNKS_PER_TERM, term * CHUNKS_PER_TERM + CHUNKS_PER_TERM - 1)) {
        set[numberIn(row['key']) % CHUNKS_PER_TERM] = decode(numberIn(row['n']), bytesIn(row['data']))
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
    /** Forward forms of many documents at once: cheaper than one by one. Calls in the order of the slots. */
    eachForward(slots: readonly number[], visit: (slot: number, data: Uint8Array) => void): void {
      const sorted = JSON.stringify(slots.toSorted((a, b) => a - b))
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
  forward: db.prepare('SELECT data FROM forward WHERE slot = ?'),
  forwards: db.prepare(
    'SELECT f.slot, f.data FROM json_each(?) AS wanted CROSS JOIN forward AS f ON f.slot = wanted.value',
  ),
})

/** Which values stand behind the number of a set, and which sets hold a value. */
function createFacetValues(db: DatabaseSync) {
  const lists: string[][] = []
  const bySort = facetNames.map((): number[] => [])
  const holding = facetNames.map(() => new Map<string, number[]>())
  const more = db.prepare('SELECT id, facet, list FROM facet_set WHERE id > ? AND id <= ? ORDER BY id')
  let known = 0
  return {
    readTo(last: number): void {
      if (last <= known) return
      for (const row of more.all(known, last)) {
        const id = numberIn(row['id'])
        const values: string[] = JSON.parse(textIn(row['list']))
        lists[id] = values
        bySort[numberIn(row['facet'])]?.push(id)
        const map = holding[numberIn(row['facet'])]
        for (const value of values) {
          const ids = map?.get(value)
          if (ids) ids.push(id)
          else map?.set(value, [id])
        }
      }
      known = last
    },
    setsOf: (facet: number): readonly number[] => bySort[facet] ?? [],
    valuesOf: (id: number): readonly string[] => lists[id] ?? [],
    get count(): number {
      return known + 1
    },
    /** One byte a set: 1 where it holds any of the values. */
    maskOf(facet: number, values: readonly string[]): Uint8Array {
      const mask = new Uint8Array(known + 1)
      for (const value of values) for (const id of holding[facet]?.get(value) ?? []) mask[id] = 1
      return mask
    },
  }
}
