import type { DatabaseSync } from 'node:sqlite'
import { bytesIn, numberIn } from './schema.ts'
import { append, decode, encode } from './sets.ts'
import { CHUNK } from './shared.ts'

/** Fields that name the document: title and numbers. */
export const NAMING: readonly number[] = [0, 2]

/** A term is a word anywhere (word × 2) or in what names the document (word × 2 + 1). */
export const termOf = (word: number, isInTitle: boolean): number => word * 2 + (isInTitle ? 1 : 0)
export const CHUNKS_PER_TERM = 256

/** Terms of the slots of one chunk, gathered in the order of the slots; then written sorted by term, each list at once. */
export function createGathering() {
  let terms = new Uint32Array(1 << 16)
  let lows = new Uint16Array(1 << 16)
  let count = 0
  return {
    add(slot: number, of: Uint32Array): void {
      if (count + of.length > terms.length) {
        const size = Math.max(terms.length * 2, count + of.length)
        const more = { terms: new Uint32Array(size), lows: new Uint16Array(size) }
        more.terms.set(terms)
        more.lows.set(lows)
        ;({ terms, lows } = more)
      }
      terms.set(of, count)
      lows.fill(slot % CHUNK, count, count + of.length)
      count += of.length
    },
    /** Joins what was gathered to what is in the file, and empties itself. Part of the caller's transaction. */
    write(db: DatabaseSync, chunk: number, options: { countsWords: boolean }): void {
      const sorted = sortByTerm(terms.subarray(0, count), lows.subarray(0, count))
      const find = db.prepare('SELECT n, data FROM posting WHERE key = ?')
      const put = db.prepare('INSERT OR REPLACE INTO posting (key, n, data) VALUES (?, ?, ?)')
      const more = db.prepare('UPDATE word SET df = df + ? WHERE id = ?')
      for (const { term, list } of sorted) {
        const key = term * CHUNKS_PER_TERM + chunk
        const row = find.get(key)
        const before = row && decode(numberIn(row['n']), bytesIn(row['data']))
        const container = append(before, list)
        put.run(key, container.n, encode(container))
        if (options.countsWords && term % 2 === 0) more.run(container.n - (before?.n ?? 0), term / 2)
      }
      count = 0
    },
    /** After a transaction that did not come about: as if nothing had been gathered since. */
    cutTo(length: number): void {
      count = length
    },
    get length(): number {
      return count
    },
  }
}

/** By counting: one pass to count, one to place. Slots stay in their order. */
function* sortByTerm(
  terms: Uint32Array,
  lows: Uint16Array,
): Generator<{ term: number; list: Uint16Array<ArrayBuffer> }> {
  const ends = endsOf(terms)
  const most = ends.length - 2
  const placed = new Uint16Array(terms.length)
  const next = ends.slice()
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] ?? 0
    const place = next[term] ?? 0
    placed[place] = lows[at] ?? 0
    next[term] = place + 1
  }
  for (let term = 0; term <= most; term++) {
    const from = ends[term] ?? 0
    const to = ends[term + 1] ?? 0
    if (to > from) yield { term, list: placed.slice(from, to) }
  }
}

/** Where the slots of each term end and those of the next begin. */
function endsOf(terms: Uint32Array): Uint32Array {
  let most = 0
  for (const term of terms) if (term > most) most = term
  const ends = new Uint32Array(most + 2)
  for (const term of terms) ends[term + 1] = (ends[term + 1] ?? 0) + 1
  for (let term = 1; term < ends.length; term++) ends[term] = (ends[term] ?? 0) + (ends[term - 1] ?? 0)
  return ends
}
