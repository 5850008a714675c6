import type { IndexFigures, SearchReader } from './port.ts'

/** What the process that keeps the index says of itself. */
export type IndexState = {
  figures: IndexFigures
  /** Up to which instant the index has followed what was released. */
  followedUntil: number | null
  lastError: { at: number; text: string } | null
  /** A rebuild that is under way: documents done, and of how many. */
  rebuilding: { startedAt: number; done: number; total: number | null } | null
}

/** What operators' screens ask of the search process. Each throws SearchUnavailable when nobody answers. */
export type SearchDesk = {
  reader: SearchReader
  state(): Promise<IndexState>
  /** Begins to build the index anew beside the old one; resolves when it has begun. */
  rebuild(): Promise<void>
}

declare module '../../kernel/http.ts' {
  interface Services {
    readonly search?: SearchDesk
  }
}
