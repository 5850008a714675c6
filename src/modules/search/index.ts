import './tables-texts.ts'

export * from './port.ts'
export { createFeed, type Feed, type FeedState } from './feed/feed.ts'
export { createFileReader, type FileReader } from './feed/file-reader.ts'
export { keepFileText } from './feed/file-texts.ts'
export { type NodeState, QUERY_BUCKETS, type QueryFigures, type SearchClient, type SearchEngine } from './node.ts'
