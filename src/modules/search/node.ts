import type { FeedState } from './feed/feed-parts.ts'
import type { IndexFigures, SearchIndex, SearchReader } from './port.ts'

/** An opened engine: the one writer, and readers in threads. */
export type SearchEngine = { index: SearchIndex; reader: SearchReader; close: () => Promise<void> }

/** How long queries took since the process started: upper bounds in seconds, and how many stayed below each. */
export type QueryFigures = {
  count: number
  failed: number
  seconds: number
  buckets: readonly (readonly [number, number])[]
}

/** What the process that keeps the index says of itself. */
export type NodeState = FeedState & {
  figures: IndexFigures
  queries: QueryFigures
  /** The database has been heard of within the lease: answers may be given. */
  isInTouch: boolean
}

/** A search node, asked over its socket. Everything throws SearchUnavailable when nobody answers. */
export type SearchClient = SearchReader & {
  state(): Promise<NodeState>
  /** Begins to build the index anew beside the old one; resolves when it has begun. */
  rebuild(): Promise<void>
  /** Waits until the node has taken in everything that is committed now. False: not within this time. */
  caughtUp(options: { milliseconds: number; texts?: boolean }): Promise<boolean>
}

/** Bounds of the histogram of query times, in seconds. */
export const QUERY_BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 3] as const
