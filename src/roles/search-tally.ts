import type { App } from '../app.ts'
import { system } from '../kernel/actor.ts'
import { inWork } from '../kernel/work.ts'
import { cleanWords, type Counted, countSearches, forgetOldSearches, MOST_RESULTS } from '../modules/search/index.ts'
import { dayOf } from '../modules/vocabulary/index.ts'

/** Counts what is searched and what is opened, without a word about who; written every few seconds. */
export type SearchTally = {
  searched(search: { words: string; place: string; hasFound: boolean }): void
  clicked(click: { words: string; place: string; position: number }): void
  /** Writes what has been counted; by itself every few seconds. */
  flush(): Promise<void>
  close(): Promise<void>
}

const WRITE_MS = 5_000
/** More different words than this between two writings, and the rest is not counted. */
const MOST_WAITING = 5_000

type Counting = Omit<Counted, 'positions'> & { positions: Map<number, number> }

export function openTally({ engine, log }: Pick<App, 'engine' | 'log'>): SearchTally {
  let waiting = new Map<string, Counting>()
  let timer: NodeJS.Timeout | null = null
  let tidied = ''
  let writing: Promise<void> = Promise.resolve()

  function rowOf(text: string, place: string): Counting | null {
    const words = cleanWords(text)
    const day = dayOf(engine.clock())
    const key = `${day}\n${place}\n${words}`
    const row = waiting.get(key) ?? { day, words, place, searches: 0, zero: 0, positions: new Map<number, number>() }
    if (words === '' || (waiting.size >= MOST_WAITING && !waiting.has(key))) return null
    waiting.set(key, row)
    timer ??= setTimeout(() => void flush(), WRITE_MS)
    timer.unref()
    return row
  }

  async function write(rows: readonly Counted[]): Promise<void> {
    const today = dayOf(engine.clock())
    try {
      await inWork(engine, system('search-tally'), async (work) => {
        await countSearches(work, rows)
        if (today !== tidied) await forgetOldSearches(work, today)
      })
      tidied = today
    } catch (error) {
      log.warn({ err: error }, 'searches of the last seconds could not be counted')
    }
  }

  /** One writing after the other: the last one is over when this is. */
  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    const rows = [...waiting.values()]
    waiting = new Map()
    if (rows.length > 0) writing = writing.then(() => write(rows))
    return writing
  }

  return {
    searched({ words, place, hasFound }) {
      const row = rowOf(words, place)
      if (!row) return
      row.searches++
      if (!hasFound) row.zero++
    },
    clicked({ words, place, position }) {
      if (!Number.isInteger(position) || position < 1 || position > MOST_RESULTS) return
      const row = rowOf(words, place)
      row?.positions.set(position, (row.positions.get(position) ?? 0) + 1)
    },
    flush,
    close: flush,
  }
}
