import type { DatabaseSync } from 'node:sqlite'
import { numberIn } from './schema.ts'

const MOST_REMEMBERED = 600_000

/** Numbers for words, for the one who writes: a word that is not known gets the next number. */
export function createWords(db: DatabaseSync) {
  const find = db.prepare('SELECT id FROM word WHERE word = ?')
  const insert = db.prepare('INSERT INTO word (id, word, df) VALUES (?, ?, 0)')
  const known = new Map<string, number>()
  let next = highest(db) + 1
  return {
    numberOf(word: string): number {
      const number = known.get(word)
      if (number !== undefined) return number
      if (known.size >= MOST_REMEMBERED) known.clear()
      let id = numberIn(find.get(word)?.['id'])
      if (id === 0) {
        id = next++
        insert.run(id, word)
      }
      known.set(word, id)
      return id
    },
    /** After a transaction that did not come about. */
    forget(): void {
      known.clear()
      next = highest(db) + 1
    },
    get count(): number {
      return next
    },
  }
}

const highest = (db: DatabaseSync): number => numberIn(db.prepare('SELECT max(id) AS id FROM word').get()?.['id'])
