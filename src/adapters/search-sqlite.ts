/** The embedded engine of search: one file, one thread that writes, threads that read. See docs/adr for how and why. */
export { openSearchIndex, type SearchFault, type SearchIndexOptions, type SqliteIndex } from './search-sqlite/index.ts'
export { openReaders, type ReaderOptions } from './search-sqlite/readers.ts'
