import { availableParallelism } from 'node:os'
import {
  type SearchAnswer,
  type SearchQuery,
  type SearchReader,
  type SuggestQuery,
  type Suggestion,
} from '../../modules/search/port.ts'
import type { ParsedQuery } from '../../modules/search/text/query.ts'
import type { SearchFault, SqliteIndex } from './index.ts'
import { startPool } from './pool.ts'
import { startThread, type Thread } from './thread.ts'
import { warm, type Warmed } from './warm.ts'

export type ReaderOptions = {
  /** Reading threads; by default as many as the machine has processors, two at least, four at most. */
  readers?: number
  /** A query that runs or waits longer is given up: SearchUnavailable. */
  timeLimitMs?: number
  /** For an operator: a thread that was replaced. */
  onFault?: (fault: SearchFault) => void
}

/** Less than a page waits, more than a busy machine needs. */
const TIME_LIMIT_MS = 3_000
/** A correction is a courtesy: nobody waits longer for it. The first takes longer, the words have to be learnt. */
const CORRECTION_MS = 250
/** Where nothing holds what was asked, a guess is worth waiting for; right after a start only where nothing holds any of it. */
const LONGEST_CORRECTION_MS = 1_500
const MOST_READINGS = 2
/** A longer query that finds something is a question, and its rarest word is no slip. */
const LONGEST_MISTYPED = { words: 3, characters: 7 }
/** So few results may be chance: single characters of a mistyped word stand somewhere in a long text. */
const FEW = 10
/** Another way to write it must find so many times more then. */
const FAR_MORE = 5

/** Reading threads over an open index; any number of calls at once. Close them before the index. */
export async function openReaders(index: SqliteIndex, options: ReaderOptions = {}): Promise<SearchReader> {
  const onFault = options.onFault ?? (() => undefined)
  const size = options.readers ?? Math.max(2, Math.min(4, availableParallelism()))
  const timeLimitMs = options.timeLimitMs ?? TIME_LIMIT_MS
  const common = {
    data: index.current(),
    timeLimitMs,
    onFault(message: string) {
      index.suspect(message)
      onFault({ what: 'reader', message })
    },
  }
  const [parsing, answering] = await Promise.all([
    startPool(new URL('./query-thread.ts', import.meta.url), 1, {
      ...common,
      timeLimitMs: Math.max(timeLimitMs, TIME_LIMIT_MS),
    }),
    startPool(new URL('./reader-thread.ts', import.meta.url), size, common),
  ])
  const pool: Threads = {
    async search(query) {
      const parsed = await parsing.run<ParsedQuery>('parse', query)
      return JSON.parse(await answering.run<string>('search', { query, parsed }))
    },
    suggest: (query) => answering.run<Suggestion[]>('suggest', query),
  }
  const warmed: Warmed = {
    ...pool,
    titles: (most) => answering.run<string[]>('titles', most),
    get isIdle() {
      return answering.isIdle
    },
  }
  const endWarming = await warm(warmed, size)
  const vocabulary = createVocabulary(index)
  // The words are learnt before somebody mistypes one.
  void vocabulary.read('a')
  const detach = index.onSwitch(async () => {
    await Promise.all([parsing.turnTo(index.current()), answering.turnTo(index.current()), vocabulary.turn()])
  })
  return {
    search: (query) => searchWith(pool, vocabulary, query),
    suggest: (query) => suggestWith(pool, vocabulary, query),
    async close() {
      detach()
      endWarming()
      await Promise.all([parsing.close(), answering.close(), vocabulary.close()])
    },
  }
}

type Threads = {
  search(query: SearchQuery): Promise<SearchAnswer>
  suggest(query: SuggestQuery): Promise<Suggestion[]>
}
type Vocabulary = ReturnType<typeof createVocabulary>

/** The thread that knows the words; started when it is first asked. Null: it knows nothing, or not in time. */
function createVocabulary(index: SqliteIndex) {
  let thread: Promise<Thread> | null = null
  let isLearnt = false
  const file = new URL('./words-thread.ts', import.meta.url)
  const ask = async <T>(name: string, text: string, patienceMs = CORRECTION_MS): Promise<T | null> => {
    thread ??= startThread(file, index.current(), () => (thread = null))
    const answer = thread
      .then(async (one) => {
        const value = await one.call<T>(name, text)
        isLearnt = true
        return value
      })
      .catch(() => null)
    const { promise: late, resolve } = Promise.withResolvers<null>()
    const timer = setTimeout(() => resolve(null), patienceMs)
    const value = await Promise.race([answer, late])
    clearTimeout(timer)
    return value
  }
  return {
    /** It has answered once. */
    get isLearnt(): boolean {
      return isLearnt
    },
    correct: (text: string, patienceMs?: number) => ask<string | null>('correct', text, patienceMs),
    read: async (text: string, patienceMs?: number) => (await ask<string[]>('read', text, patienceMs)) ?? [],
    turn: async () => void (await (await thread)?.call('turnTo', index.current().shared)),
    close: async () => (await thread?.catch(() => null))?.end(),
  }
}

const isLatin = (text: string): boolean => /^[a-z][a-z' ]*$/i.test(text.trim())

async function searchWith(pool: Threads, vocabulary: Vocabulary, query: SearchQuery): Promise<SearchAnswer> {
  const answer = await pool.search(query)
  if (!isDoubtful(answer, query)) return answer
  const other = await otherReading(pool, vocabulary, query, answer)
  if (!other) return answer
  // What nothing holds as it was typed is shown as it was meant; what a few texts hold may be meant so.
  if (answer.total > 0 && answer.optional.length === 0) {
    if (other.answer.total < answer.total * FAR_MORE) return answer
    const isChance = answer.words.filter((word) => word.length === 1).length > 1
    if (!isChance) return { ...answer, correction: other.text }
  }
  return { ...other.answer, correction: other.text, isCorrected: true }
}

function isDoubtful(answer: SearchAnswer, { text, filters, from, until }: SearchQuery): boolean {
  if (/["“”]|(?:^|\s)-/.test(text)) return false
  if (answer.total === 0) return true
  const isLong = answer.words.length > LONGEST_MISTYPED.words && text.trim().length > LONGEST_MISTYPED.characters
  if (isLong) return false
  if (answer.optional.length > 0) return true
  const isNarrowed = Object.keys(filters).length > 0 || from !== null || until !== null
  return answer.total < FEW && !isNarrowed && !/\d/.test(text) && !isWritten(answer, text)
}

/** What stands somewhere just as it was typed is not mistyped. */
function isWritten({ hits }: SearchAnswer, text: string): boolean {
  const typed = text.replaceAll(/\s+/g, '')
  const plain = (pieces: readonly { text: string }[]) => pieces.map((piece) => piece.text).join('')
  return hits.some(({ title, snippet }) => plain(title).includes(typed) || plain(snippet).includes(typed))
}

/** Another way to write the query that finds more, or finds all of its words. */
async function otherReading(pool: Threads, vocabulary: Vocabulary, query: SearchQuery, answer: SearchAnswer) {
  const isFound = answer.total > 0 && (answer.optional.length === 0 || !vocabulary.isLearnt)
  const patience = isFound ? CORRECTION_MS : LONGEST_CORRECTION_MS
  const spelled = isLatin(query.text)
    ? await vocabulary.read(query.text, patience)
    : [await vocabulary.correct(query.text, patience)]
  for (const text of spelled.slice(0, MOST_READINGS)) {
    if (text === null || text === query.text) continue
    // What finds something is not made shorter.
    if (answer.total > 0 && !isLatin(query.text) && text.length < query.text.trim().length) continue
    const found = await pool.search({ ...query, text })
    // A guess must find all of its own words.
    if (found.total > 0 && found.optional.length === 0) return { text, answer: found }
  }
  return null
}

async function suggestWith(pool: Threads, vocabulary: Vocabulary, query: SuggestQuery): Promise<readonly Suggestion[]> {
  const found = await pool.suggest(query)
  if (found.length >= query.limit || !isLatin(query.text)) return found
  const read = await vocabulary.read(query.text)
  const more = await Promise.all(read.slice(0, MOST_READINGS).map((text) => pool.suggest({ ...query, text })))
  const words = read.map((text): Suggestion => ({ text, kind: 'word', id: null, source: null, card: null }))
  const all = [...found, ...words.slice(0, 1), ...more.flat(), ...words.slice(1)]
  return all.filter(({ text }, at) => all.findIndex((one) => one.text === text) === at).slice(0, query.limit)
}
