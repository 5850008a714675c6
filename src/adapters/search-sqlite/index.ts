import type { DatabaseSync } from 'node:sqlite'
import type { SearchIndex } from '../../modules/search/port.ts'
import {
  bytesOf,
  checkFile,
  currentFile,
  nextFile,
  pointTo,
  removeFile,
  setAside,
  suspect,
  syncFile,
} from './folder.ts'
import { startBuilding } from './rebuild.ts'
import type { ReaderData } from './reader-thread.ts'
import { createFile, inTransaction, numberIn, openFile, readMeta, textIn, writeMeta } from './schema.ts'
import { createShared, LIVE, SLOTS } from './shared.ts'
import { startThread, type Thread } from './thread.ts'

export type SearchFault = { what: 'file' | 'reader'; message: string; setAside?: string }

export type SearchIndexOptions = {
  /** Names that segmentation must know: organisations of the register, services. In force from the next rebuild on. */
  words?: readonly string[]
  /** Called for what an operator should know: a broken file was set aside. */
  onFault?: (fault: SearchFault) => void
}

/** The index in a folder, and what its readers need of it. */
export type SqliteIndex = SearchIndex & {
  current(): ReaderData
  /** A reader could not read: the file is looked through at the next start. */
  suspect(message: string): void
  /** Called when another file takes the place; it is waited for. Gives a function that ends this. */
  onSwitch(listener: () => Promise<void>): () => void
}

/** One file with the thread that writes it and a connection of this thread that reads marks. */
type Opened = ReaderData & { file: string; db: DatabaseSync; writer: Thread; isOutdated: boolean }

const WRITER = new URL('./writer-thread.ts', import.meta.url)

/** Opens or makes the index in this folder. A file that cannot be read is set aside: `position` is null then. */
export async function openSearchIndex(folder: string, options: SearchIndexOptions = {}): Promise<SqliteIndex> {
  const words = options.words ?? []
  let opened = await openCurrent(folder, words, options.onFault ?? (() => undefined))
  const listeners = new Set<() => Promise<void>>()
  /** What was touched since a rebuild began; null: there is none. */
  let touched: { hidden: Set<string>; pending: Set<string> } | null = null
  let last: Promise<unknown> = Promise.resolve()
  /** One write after the other, so that a switch never falls between. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act)
    last = turn.catch((error: unknown) => suspect(opened.file, String(error)))
    return turn
  }
  const touch = (hidden: readonly string[], pending: readonly string[]): void => {
    for (const source of hidden) touched?.hidden.add(source)
    for (const source of [...hidden, ...pending]) touched?.pending.add(source)
  }
  const count = (table: 'hidden' | 'pending'): number =>
    numberIn(opened.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'])

  return {
    current: () => ({ shared: opened.shared, words: opened.words }),
    suspect: (message) => suspect(opened.file, message),
    onSwitch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get position() {
      const position = readMeta(opened.db, 'position')
      return position === null ? null : JSON.parse(position)
    },
    get isOutdated() {
      return opened.isOutdated
    },
    pending: (limit) =>
      opened.db
        .prepare('SELECT source FROM pending ORDER BY number LIMIT ?')
        .all(limit)
        .map((row) => textIn(row['source'])),
    apply: (batch) =>
      inTurn(async () => {
        touch([], [...batch.gone, ...batch.docs.map(({ source }) => source)])
        await opened.writer.call('apply', batch)
      }),
    note: (wish) =>
      inTurn(async () => {
        touch(wish.hidden, wish.pending)
        await opened.writer.call('note', wish)
      }),
    setRules: (rules) => inTurn(() => opened.writer.call<void>('setRules', rules)),
    async rebuild() {
      if (touched) throw new Error('the index is being rebuilt already')
      touched = { hidden: new Set(), pending: new Set() }
      const file = nextFile(folder)
      const building = await startBuilding(file, words).catch((error: unknown) => {
        touched = null
        throw error
      })
      const end = async (): Promise<void> => {
        touched = null
        await building.discard()
      }
      return {
        add: building.add,
        discard: end,
        switch: (position) =>
          inTurn(async () => {
            const since = touched ?? { hidden: new Set(), pending: new Set() }
            await building.finish()
            syncFile(file)
            const next = await openWith(file, words)
            const rules = readMeta(opened.db, 'rules')
            if (rules !== null) await next.writer.call('setRules', JSON.parse(rules))
            await next.writer.call('note', { hidden: [...since.hidden], pending: [...since.pending], position })
            pointTo(file)
            const before = opened
            opened = next
            touched = null
            await Promise.all([...listeners].map((listener) => listener()))
            await closeOne(before)
            removeFile(before.file)
          }),
      }
    },
    figures: async () => ({
      docs: Atomics.load(new Int32Array(opened.shared.state), LIVE),
      dead:
        Atomics.load(new Int32Array(opened.shared.state), SLOTS) -
        Atomics.load(new Int32Array(opened.shared.state), LIVE),
      hidden: count('hidden'),
      pending: count('pending'),
      bytes: bytesOf(opened.file),
      memoryBytes: process.memoryUsage.rss(),
      builtAt: Number(readMeta(opened.db, 'builtAt') ?? 0),
    }),
    close: () => inTurn(() => closeOne(opened)),
  }
}

async function closeOne({ db, writer }: Opened): Promise<void> {
  await writer.call('close', null).catch(() => undefined)
  await writer.end()
  db.close()
}

async function openCurrent(
  folder: string,
  words: readonly string[],
  onFault: (fault: SearchFault) => void,
): Promise<Opened> {
  const file = currentFile(folder)
  if (file !== null) {
    try {
      checkFile(file)
      return await openWith(file, words)
    } catch (error) {
      onFault({
        what: 'file',
        message: error instanceof Error ? error.message : String(error),
        setAside: setAside(file),
      })
    }
  }
  const fresh = nextFile(folder)
  createFile(fresh).close()
  const opened = await openWith(fresh, words)
  pointTo(fresh)
  return opened
}

/** Words are cut as when the file was begun: a file made with other rules is shown, but must be made anew. */
export async function openWith(file: string, words: readonly string[]): Promise<Opened> {
  const db = openFile(file, { readOnly: false })
  try {
    const kept = readMeta(db, 'words')
    if (kept === null) inTransaction(db, () => begin(db, words))
    const used: readonly string[] = JSON.parse(kept ?? JSON.stringify(words))
    const shared = createShared(file)
    const writer = await startThread(WRITER, { shared, words: used, isBulk: false })
    const version = await writer.call<string>('version', null)
    const known = readMeta(db, 'analyser')
    if (known === null) writeMeta(db, 'analyser', version)
    return { file, db, shared, words: used, writer, isOutdated: known !== null && known !== version }
  } catch (error) {
    db.close()
    throw error
  }
}

export function begin(db: DatabaseSync, words: readonly string[]): void {
  writeMeta(db, 'words', JSON.stringify(words))
  writeMeta(db, 'builtAt', String(Date.now()))
}
