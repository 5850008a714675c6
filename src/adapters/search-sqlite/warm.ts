import { setTimeout as sleep } from 'node:timers/promises'
import { plainQuery, type SearchAnswer, type SearchQuery, type SuggestQuery } from '../../modules/search/port.ts'

/** Before anybody asks: a start takes no longer for it. */
const FIRST_MS = 400
const MOST_FIRST = 40
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

type Wait = (ms: number, signal: AbortSignal) => Promise<void>
const pause: Wait = (ms, signal) => sleep(ms, undefined, { signal, ref: false })

/**
 * Asks what readers may ask: code is compiled by use, and postings and pages of the file come into memory so. A little of it before this
 * resolves, by as many threads as there are; the rest behind it, one question at a time and never for more than half of the time, until the
 * function that this gives is called.
 */
export async function warm(engine: Warmed, threads: number, wait: Wait = pause): Promise<() => void> {
  const titles = await engine.titles(MOST_FIRST + MOST_ASKED).catch(() => [])
  const first = titles.filter((_, index) => index % 4 === 0)
  await atFirst(engine, first, threads).catch(() => undefined)
  const ending = new AbortController()
  const rest = titles.filter((_, index) => index % 4 !== 0)
  // An engine that is closed meanwhile refuses; nobody waits for this.
  void behind(engine, rest, (ms) => wait(ms, ending.signal)).catch(() => undefined)
  return () => ending.abort()
}

async function atFirst(engine: Warmed, titles: readonly string[], threads: number): Promise<void> {
  const until = performance.now() + FIRST_MS
  let next = 0
  const one = async (): Promise<void> => {
    while (next < titles.length && performance.now() < until) {
      const index = next++
      await ask(engine, titles[index] ?? '', index)
    }
  }
  await Promise.all(Array.from({ length: threads }, one))
}

async function behind(engine: Warmed, titles: readonly string[], pause: (ms: number) => Promise<void>): Promise<void> {
  await pause(AFTER_MS)
  const until = performance.now() + LONGEST_MS
  for (const [index, title] of titles.entries()) {
    while (!engine.isIdle) await pause(BUSY_MS)
    const started = performance.now()
    if (started > until) return
    await ask(engine, title, index)
    await pause(performance.now() - started)
  }
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

const queryOf = (text: string, more: Partial<SearchQuery> = {}) => plainQuery(text, Date.now(), more)
