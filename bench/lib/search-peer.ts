import { existsSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import type { SearchQuery } from '../../src/modules/search/port.ts'
import { docOf, type Corpus } from './search-docs.ts'
import { spreadOf } from './stats.ts'
import { say } from './system.ts'

const COMMIT = 5_000

/** The same documents in plain FTS5, ranked by its own bm25() over everything that matches: what is usually done. */
export function peerOf(folder: string, items: number, corpus: Corpus, queries: readonly SearchQuery[]): object {
  const jieba = Jieba.withDict(dict)
  const words = (text: string): string[] =>
    jieba.cutForSearch(text.toLowerCase(), false).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const file = path.join(folder, 'peer.sqlite')
  const isNew = !existsSync(file)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000')
  if (isNew) fill(db, items, corpus, words)
  const select = db.prepare('SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY bm25(doc, 3.0, 1.0) LIMIT 10')
  const count = db.prepare('SELECT count(*) AS n FROM doc WHERE doc MATCH ?')
  const times = queries.map(({ text }) => {
    const match = words(text)
      .map((word) => `"${word.replaceAll('"', '')}"`)
      .join(' ')
    const started = performance.now()
    select.all(match)
    count.get(match)
    return performance.now() - started
  })
  db.close()
  return { what: 'FTS5 bm25() over all matches, with their number', relevance: spreadOf(times) }
}

function fill(db: DatabaseSync, items: number, corpus: Corpus, words: (text: string) => string[]): void {
  db.exec("CREATE VIRTUAL TABLE doc USING fts5(title, body, content='', tokenize='unicode61')")
  const insert = db.prepare('INSERT INTO doc (rowid, title, body) VALUES (?, ?, ?)')
  for (let from = 0; from < items; from += COMMIT) {
    db.exec('BEGIN')
    for (let n = from; n < Math.min(items, from + COMMIT); n++) {
      const { title, text } = docOf(n, corpus)
      insert.run(n + 1, words(title).join(' '), words(text.toString()).join(' '))
    }
    db.exec('COMMIT')
    if (from % 100_000 === 0) say(`peer: ${from}`)
  }
}
