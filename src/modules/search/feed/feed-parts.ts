import type { Change, Snapshot } from '../../../kernel/changes.ts'
import type { Log } from '../../../kernel/log.ts'
import type { View } from '../../../kernel/work.ts'
import type { SearchAnswer, SearchIndex, SearchQuery, SearchRules, Suggestion } from '../port.ts'
import type { Progress } from './build-index.ts'
import type { ReadFile } from './read-file.ts'

export type Seen = { identity: string; snapshot: Snapshot }
type FileFacts = { blob: string; name: string; mediaType: string; bytes: number }

export type FeedMeans = {
  index: SearchIndex
  /** What readers see, now. */
  open: () => View
  log: Log
  readFile: (file: FileFacts) => Promise<ReadFile>
  keepText: (file: FileFacts, read: ReadFile) => Promise<void>
  /** What operators have taught the search. */
  rules?: (view: View) => Promise<SearchRules>
}

export type FeedState = {
  /** False: what the index holds may be out of date in ways that nobody knows. */
  isTrusted: boolean
  /** Not trusted, but answering: what it finds is looked at once more until it has been built anew. */
  isBehind: boolean
  waiting: number
  followedUntil: number | null
  rebuilding: Progress | null
  lastError: { at: number; text: string } | null
}

export type Feed = {
  since(): Seen | null
  take(changes: readonly Change[], seen: Seen): Promise<void>
  forget(): void
  /** Begins to work off what waits, and to follow the clock. */
  start(): void
  /** Looks for what falls due by the clock. */
  tick(): Promise<void>
  /** Resolves when nothing waits; files that are still to be read count where asked. */
  settled(options?: { texts?: boolean }): Promise<void>
  /** Builds the index anew beside the old one; resolves when that is done. */
  rebuild(): Promise<void>
  /** Resolves when what is being switched is; false: nothing may be answered. */
  mayAnswer(): Promise<boolean>
  /** What the engine answers; of an index that has missed changes only what still stands. */
  answer(ask: () => Promise<SearchAnswer>, query: SearchQuery): Promise<SearchAnswer>
  suggest(ask: () => Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]>
  state(): FeedState
  close(): Promise<void>
}
