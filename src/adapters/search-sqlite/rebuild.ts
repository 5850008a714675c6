import { availableParallelism } from 'node:os'
import type { SearchDoc } from '../../modules/search/port.ts'
import { removeFile } from './folder.ts'
import type { Prepared } from './prepare.ts'
import { createFile, writeMeta } from './schema.ts'
import { createShared } from './shared.ts'
import { startThread } from './thread.ts'

const WRITER = new URL('./writer-thread.ts', import.meta.url)
const ANALYSER = new URL('./analyse-thread.ts', import.meta.url)
const MOST_ANALYSERS = 4

export type Building = {
  add: (docs: readonly SearchDoc[]) => Promise<void>
  finish: () => Promise<void>
  discard: () => Promise<void>
}

/** A file of its own, with a thread that writes and some that make words: the index in use goes on beside it. */
export async function startBuilding(file: string, words: readonly string[]): Promise<Building> {
  const db = createFile(file)
  writeMeta(db, 'words', JSON.stringify(words))
  writeMeta(db, 'builtAt', String(Date.now()))
  db.close()
  const size = Math.min(MOST_ANALYSERS, availableParallelism())
  const [writer, ...analysers] = await Promise.all([
    startThread(WRITER, { shared: createShared(file), words, isBulk: true }),
    ...Array.from({ length: size }, () => startThread(ANALYSER, { words })),
  ])
  let writing: Promise<void> = Promise.resolve()
  const end = async (): Promise<void> => {
    await Promise.all([writer, ...analysers].map((thread) => thread.end()))
  }
  return {
    /** Resolves when the batch before is written: this one is written while the next is being analysed. */
    async add(docs) {
      const share = Math.ceil(docs.length / analysers.length)
      const prepared = await Promise.all(
        analysers.map((thread, at) => thread.call<Prepared[]>('prepare', docs.slice(at * share, (at + 1) * share))),
      )
      await writing
      writing = writer.call<void>('add', prepared.flat())
      // Told to the next call.
      writing.catch(() => undefined)
    },
    async finish() {
      await writing
      await writer.call('finish', null)
      await writer.call('close', null)
      await end()
    },
    async discard() {
      await end()
      removeFile(file)
    },
  }
}
