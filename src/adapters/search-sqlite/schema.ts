import { DatabaseSync } from 'node:sqlite'
import { hash } from 'node:crypto'

/** Raised when files of older releases cannot be read; they are then made anew. */
export const FORMAT = 3

/**
 * `posting.key` is term × 256 + chunk, a term is word × 2 (+ 1: in the title), `data` holds slots of the chunk: two bytes each,
 * or a bitmap. `forward` is a document as numbers of words, for scoring. `block` holds the columns of 1,024 slots.
 */
const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE doc (slot INTEGER PRIMARY KEY, id_key INTEGER NOT NULL, source_key INTEGER NOT NULL, head TEXT NOT NULL, text BLOB NOT NULL);
  CREATE INDEX doc_id ON doc (id_key);
  CREATE INDEX doc_source ON doc (source_key);
  CREATE TABLE forward (slot INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, df INTEGER NOT NULL);
  CREATE TABLE posting (key INTEGER PRIMARY KEY, n INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE facet_set (id INTEGER PRIMARY KEY, facet INTEGER NOT NULL, list TEXT NOT NULL, UNIQUE (facet, list));
  CREATE TABLE fold (key INTEGER PRIMARY KEY, slot INTEGER NOT NULL);
  CREATE TABLE block (block INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE gone (slot INTEGER PRIMARY KEY);
  CREATE TABLE hidden (source TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE pending (number INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE);
`

/** Pages: readers keep postings and forward forms in another way. */
const CACHE_KIB = { reads: 16 * 1024, writes: 48 * 1024 }

export function createFile(file: string): DatabaseSync {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  db.exec(`BEGIN; ${TABLES} PRAGMA user_version = ${FORMAT}; COMMIT`)
  tune(db, CACHE_KIB.writes)
  return db
}

/** Throws when this is no file of ours or is cut short. The whole is checked by `isClean`, which takes longer. */
export function openFile(file: string, options: { readOnly: boolean }): DatabaseSync {
  const db = new DatabaseSync(file, options)
  try {
    const { user_version: format } = db.prepare('PRAGMA user_version').get() ?? {}
    if (format !== FORMAT) throw new Error(`format ${String(format)} instead of ${FORMAT}`)
    tune(db, options.readOnly ? CACHE_KIB.reads : CACHE_KIB.writes)
    if (!options.readOnly) db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function tune(db: DatabaseSync, cacheKib: number): void {
  db.exec(`PRAGMA cache_size = -${cacheKib}; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY`)
}

export function isClean(db: DatabaseSync): boolean {
  return db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok'
}

/** 48 bits of a text, as a number that JavaScript holds exactly. */
export const keyOf = (text: string): number => hash('sha1', text, 'buffer').readUIntBE(0, 6)

export function inTransaction<T>(db: DatabaseSync, act: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const value = act()
    db.exec('COMMIT')
    return value
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

export function readMeta(db: DatabaseSync, key: string): string | null {
  const value = db.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value']
  return typeof value === 'string' ? value : null
}

export function writeMeta(db: DatabaseSync, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value)
}

/** Columns of rows as this driver gives them, told apart by what they are. */
export const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0)
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
export const bytesIn = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array())
