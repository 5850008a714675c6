import type { Snapshot } from '../../kernel/changes.ts'

/**
 * The line between the platform and a search engine. The embedded engine (adapters/search-sqlite) stands behind it; a distributed
 * one fits too. Everything here can be sent as JSON. The conformance tests (testing/engine-conformance.ts) run against any engine.
 */

export const facetNames = ['site', 'place', 'body', 'kind', 'theme', 'year', 'validity'] as const
/** What results are filtered and counted by: ids and codes, never names. `place` and `body` hold the ancestors too. */
export type FacetName = (typeof facetNames)[number]
export type Facets = Partial<Record<FacetName, readonly string[]>>

/** One thing that a reader can open: an item, an attachment, an organisation, a person, a site, a channel, later a service. */
export type SearchDoc = {
  /** Stable: `item:<uuid>`, `file:<item>:<blob>`, `organisation:<uuid>`, `person:<uuid>`, `site:<uuid>`, `channel:<uuid>`. */
  id: string
  /** Everything made from one thing is replaced and removed together: an item with its attachments. */
  source: string
  title: string
  /** Other names of it: short name, subtitle. */
  aliases: readonly string[]
  keywords: readonly string[]
  /** Document number (发文字号), index number: found whole, however they are written. */
  numbers: readonly string[]
  /** Plain text. Of a file with pages, each page: a hit can say which. */
  text: string | readonly string[]
  facets: Facets
  /** Milliseconds: its date, and the order of "newest first". */
  at: number
  /** Shown only between these instants; null: for ever. */
  visibleFrom: number
  visibleUntil: number | null
  /** How much its publisher's word weighs: 0 village … 4 province. */
  level: number
  /** Days in which it loses half of its weight by age; null: it does not age (a law, an organisation). */
  halfLifeDays: number | null
  isRepealed: boolean
  /** Something to do rather than to read: raised when the words ask to do something. */
  isService: boolean
  /** What a result shows beside title and snippet; the engine keeps it as it is. */
  card: SearchCard
}

/** Names and hosts of sites are looked up when a result is shown: they change without a change of what is found. */
export type SearchCard = {
  type: 'item' | 'file' | 'organisation' | 'person' | 'site' | 'channel'
  /** Of the library's item; its address is siteId + path. */
  itemId?: string
  externalId?: string | null
  siteId: string | null
  /** Below the site's home; starts with a slash. */
  path: string
  channelId?: string
  kind: string
  summary?: string
  documentNumber?: string
  issuer?: string
  repealedOn?: string | null
  /** Of a file. */
  fileName?: string
  mediaType?: string
  blob?: string
  /** Of an organisation or person. */
  phone?: string
  address?: string
  hours?: string
  duty?: string
}

/** Where the index stands: changes seen, and the instant up to which the clock has been followed. */
export type IndexPosition = { identity: string; snapshot: Snapshot; clock: number }

/** What the index must know beside the documents; set whole, in force for the next query. */
export type SearchRules = {
  /** Words that mean the same (公积金 = 住房公积金), either way. */
  synonyms: readonly (readonly string[])[]
  /** For exactly these words these documents stand first, in this order. `siteId`: only for readers of that site. */
  pins: readonly { words: readonly string[]; docIds: readonly string[]; siteId: string | null }[]
}

export type Batch = {
  docs: readonly SearchDoc[]
  /** Sources that are gone, or come anew with `docs`. */
  gone: readonly string[]
}

/** The writing side: one writer for one index. Every call resolves when it would survive kill -9. */
export type SearchIndex = {
  readonly position: IndexPosition | null
  /** Made with other rules of analysis: it answers as well as it can until it has been made anew. */
  readonly isOutdated?: boolean
  /** Sources that wait to be read again; kept with the position, so that a crash forgets none. */
  pending(limit: number): readonly string[]
  /** Replaces documents by source, takes the sources off the waiting list, and is seen by every reader before it resolves. */
  apply(batch: Batch): Promise<void>
  /** One commit: these sources are not found from now on (`hidden`), these wait to be read again, and this has been seen. */
  note(wish: { hidden: readonly string[]; pending: readonly string[]; position: IndexPosition }): Promise<void>
  setRules(rules: SearchRules): Promise<void>
  /** Begins an empty index in a new file beside this one; readers go on with the old until `switch`. Only one at a time. */
  rebuild(): Promise<Rebuild>
  figures(): Promise<IndexFigures>
  close(): Promise<void>
}

export type Rebuild = {
  add(docs: readonly SearchDoc[]): Promise<void>
  /** Sources noted since the rebuild began wait in the new index too. Resolves when every reader answers from it. */
  switch(position: IndexPosition): Promise<void>
  discard(): Promise<void>
}

export type IndexFigures = {
  docs: number
  /** Replaced or deleted, and still there until the index is built anew. */
  dead: number
  hidden: number
  pending: number
  bytes: number
  memoryBytes: number
  builtAt: number
}

export type SearchSort = 'relevance' | 'date'

export type SearchQuery = {
  /** As the reader typed it: words, "a phrase", -without. Any characters at all. */
  text: string
  filters: Facets
  /** Date range in milliseconds, both included. */
  from: number | null
  until: number | null
  sort: SearchSort
  offset: number
  limit: number
  /** Counts for the filters of the page; off where nobody looks. */
  wantsFacets: boolean
  /** The reader's place, from the province down to the site's own: what is near weighs more. */
  places: readonly string[]
  siteId: string | null
  now: number
  /** For operators: why a hit stands where it stands. */
  wantsReasons: boolean
  /** For operators: these rules, whole, in the place of those in force, for this query alone. */
  rules?: SearchRules
}

/** Asked everywhere, of no place, the best first and nothing counted, unless `more` says otherwise. */
export const plainQuery = (text: string, now: number, more: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  filters: {},
  from: null,
  until: null,
  sort: 'relevance',
  offset: 0,
  limit: 10,
  wantsFacets: false,
  places: [],
  siteId: null,
  now,
  wantsReasons: false,
  ...more,
})

/** Deeper nobody pages: a stated limit. */
export const MOST_RESULTS = 1_000
export const MOST_QUERY_CHARACTERS = 200
export const MOST_PER_PAGE = 50

/** Text with the words that were found: told apart, not marked up. */
export type Piece = { text: string; isHit: boolean }

export type SearchHit = {
  id: string
  source: string
  title: readonly Piece[]
  snippet: readonly Piece[]
  /** Of a file: the page that the snippet is from, from 1. */
  page: number | null
  at: number
  isRepealed: boolean
  isService: boolean
  card: SearchCard
  facets: Facets
  /** The same text on other sites: how many more, and the first of them. */
  also: { total: number; first: readonly { id: string; source: string; card: SearchCard }[] }
  score: number
  isPinned: boolean
  /** With wantsReasons: what the score is made of, in the order of weight. */
  reasons: readonly Reason[] | null
}

export type Reason = { what: string; factor: number; note?: string }

export type FacetCount = { value: string; count: number }

export type SearchAnswer = {
  /** Documents, with copies folded in: how many match. */
  total: number
  /** False: at least so many. */
  isTotalExact: boolean
  /** The index has missed changes and is being built: every hit was looked at once more, the numbers are about right. */
  isBehind?: boolean
  hits: readonly SearchHit[]
  facets: Partial<Record<FacetName, readonly FacetCount[]>>
  areFacetsExact: boolean
  /** Words of the query as they were understood. */
  words: readonly string[]
  /** Words that not every hit holds, because nothing (or little) holds all of them. */
  optional: readonly string[]
  /** 您是不是要找: another query that finds more. */
  correction: string | null
  /** The correction was searched at once because the query itself finds nothing. */
  isCorrected: boolean
  tookMs: number
}

export type SuggestQuery = {
  text: string
  limit: number
  places: readonly string[]
  siteId: string | null
  now: number
}
export type Suggestion = {
  text: string
  kind: 'title' | 'service' | 'organisation' | 'site' | 'word'
  id: string | null
  source: string | null
  card: SearchCard | null
}

/** The reading side; any number of them, in this process or over a socket. */
export type SearchReader = {
  /** Never throws for what the reader typed; throws SearchUnavailable when there is no engine to ask. */
  search(query: SearchQuery): Promise<SearchAnswer>
  suggest(query: SuggestQuery): Promise<readonly Suggestion[]>
  close(): Promise<void>
}

export class SearchUnavailable extends Error {
  override name = 'SearchUnavailable'
}
