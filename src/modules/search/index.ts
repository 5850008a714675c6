import './services.ts'
import './tables-statistics.ts'
import './tables-texts.ts'
import './tables.ts'

export * from './port.ts'
export { createFeed, type Feed, type FeedState } from './feed/feed.ts'
export { createFileReader, type FileReader } from './feed/file-reader.ts'
export { keepFileText } from './feed/file-texts.ts'
export { type NodeState, QUERY_BUCKETS, type QueryFigures, type SearchClient, type SearchEngine } from './node.ts'
/** What operators have taught the search, as it counts now; heard of through the key `search-rules:` in the change log. */
export { nextRulesChange, rulesInForce } from './queries/rules-in-force.ts'
