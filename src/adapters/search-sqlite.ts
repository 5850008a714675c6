import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import type { SearchIndex, SearchReader } from '../modules/search/port.ts'
import { memoryEngine } from '../modules/search/testing/memory-engine.ts'

export type SearchFault = { what: 'file' | 'reader' | 'writer'; message: string; setAside?: string }

export type SearchIndexOptions = {
  /** Names that segmentation must know: organisations of the register, services. */
  words?: readonly string[]
  /** Called for what an operator should know: a broken file set aside, a reader that was replaced. */
  onFault?: (fault: SearchFault) => void
}

export type ReaderOptions = {
  /** Reading threads; by default as many as the machine has processors, two at least, four at most. */
  readers?: number
  /** A query that runs longer is given up: SearchUnavailable. */
  timeLimitMs?: number
  onFault?: (fault: SearchFault) => void
}

/** The index in a folder, with what its readers share. Close the readers first. */
export type SqliteIndex = SearchIndex & { readonly reader: SearchReader }

/** Opens or makes the index in this folder. A file that cannot be read is set aside: `position` is null then. */
export async function openSearchIndex(folder: string, _options: SearchIndexOptions = {}): Promise<SqliteIndex> {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'index.json')
  const jieba = Jieba.withDict(dict)
  const words = (text: string) => jieba.cutForSearch(text.toLowerCase()).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const analyser = { version: '0', tokens: () => [], words }
  const { index, reader } = memoryEngine(analyser, {
    ...(existsSync(file) ? { state: JSON.parse(readFileSync(file, 'utf8')) } : {}),
    saved(state) {
      writeFileSync(`${file}.new`, JSON.stringify(state))
      renameSync(`${file}.new`, file)
    },
  })
  return Object.defineProperties({ reader }, Object.getOwnPropertyDescriptors(index)) as SqliteIndex
}

/** Reading threads over an open index; any number of calls at once. */
export function openReaders(index: SqliteIndex, _options: ReaderOptions = {}): Promise<SearchReader> {
  return Promise.resolve(index.reader)
}
