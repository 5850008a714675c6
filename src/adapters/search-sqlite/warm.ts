import { setTimeout as sleep } from 'node:timers/promises'
import type { SearchAnswer, SearchQuery, SuggestQuery } from '../../modules/search/port.ts'

/** Behind what a start does itself: forms are brought into memory, words are learnt. */
const AFTER_MS = 5_000
/** While others ask, what they ask warms just as well. */
const BUSY_MS = 200
const LONGEST_MS = 60_000
const MOST_ASKED = 120

export type Warmed = {
  /** Titles of some documents, from all over the index. */
  titles(most: number): Promise<readonly string[]>
  search(query: SearchQuery): Promise<SearchAnswer>
  suggest(query: SuggestQuery): Promise<unknown>
  /** Nobody asks anything just now. */
  readonly isIdle: boolean
}

/**
 * Asks what readers may ask, one question at a time and never for more than half of the time: code is compiled by use, and postings and pages of
 * the file come into memory so. Gives a function that ends it.
 */
export function startWarming(engine: Warmed): () => void {
  const ending = new AbortController()
  const { signal } = ending
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false })
  async function warm(): Promise<void> {
    await pause(AFTER_MS)
    const titles = await engine.titles(MOST_ASKED)
    const until = performance.now() + LONGEST_MS
    for (const [index, title] of titles.entries()) {
      while (!engine.isIdle) await pause(BUSY_MS)
      const started = performance.now()
      if (started > until) return
      await ask(engine, title, index)
      await pause(performance.now() - started)
    }
  }
  // An engine that is closed meanwhile refuses; nobody waits for this.
  void warm().catch(() => undefined)
  return () => ending.abort()
}

/** Every kind of question in turn. */
async function ask(engine: Warmed, title: string, index: number): Promise<unknown> {
  const signs = Array.from(title.replaceAll(/["“”\s]/g, ''))
  const [few, some] = [signs.slice(0, 4).join(''), signs.slice(2, 10).join('')]
  if (index % 5 === 0) return engine.suggest(queryOf(few.slice(0, 3)))
  if (index % 5 === 1) return engine.search(queryOf(some, { wantsFacets: true }))
  if (index % 5 === 2) return engine.search(queryOf(few, { wantsFacets: true, sort: 'date' }))
  if (index % 5 === 3) return engine.search(queryOf(`"${some}"`))
  return engine.search(queryOf(title))
}

const queryOf = (text: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
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
  now: Date.now(),
  wantsReasons: false,
  ...more,
})
