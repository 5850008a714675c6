import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openPageStore } from '../src/adapters/pages-lmdb.ts'
import type { Snapshot } from '../src/kernel/changes.ts'
import { createLog } from '../src/kernel/log.ts'
import type { PageStore } from '../src/kernel/page-store.ts'
import type { Touch } from '../src/kernel/reads.ts'
import { round, spreadOf } from './lib/stats.ts'
import { say } from './lib/system.ts'

const SIZES = [10_000, 100_000, 1_000_000]
const KEYS_A_PAGE = 10
/** As a released text has it on the demonstration portals: about 12 KB of HTML. */
const GZIP_BYTES = 3_300
const PAGES_A_SITE = 4_000
const PAGES_A_CHANNEL = 100
const RUNS = 200
const SEEN: Snapshot = { xmin: 100, xmax: 100, xip: [] }

/**
 * A change finds its pages by look-up: what that costs with ever more pages kept, ten keys each, beside the only other way,
 * which is to ask every page. And what a kept page takes up on disk and in memory.
 */
export async function lookup({ items }: { items: number }) {
  const sizes = SIZES.filter((size) => size <= items)
  const curve = []
  for (const size of sizes) curve.push(await measured(size))
  return { keys_a_page: KEYS_A_PAGE, gzip_bytes: GZIP_BYTES, curve }
}

async function measured(size: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-lookup-'))
  const store = openPageStore({ folder: path.join(folder, 'pages'), limitBytes: 1e12, log: createLog('silent') })
  const before = memoryOf()
  try {
    const begun = performance.now()
    fill(store, size)
    const filledMs = performance.now() - begun
    const figures = store.figures()
    say(`${size} pages are kept`)
    const found: Record<string, object> = {}
    for (const [what, keyOf] of Object.entries(CHANGES)) {
      let pages = 0
      const times: number[] = []
      for (let n = 0; n < RUNS; n++) {
        const from = performance.now()
        pages += store.readersOf({ keys: new Map([[keyOf(spread(n, size)), -Infinity]]), points: [] }, 20).total
        times.push(performance.now() - from)
      }
      found[what] = { pages: round(pages / RUNS), ...spreadOf(times) }
    }
    const marking = markOnce(store, size)
    const scan = askEveryPage(store, size)
    return {
      pages: size,
      keys: figures.edges,
      look_up_ms: found,
      mark_ms: marking,
      ask_every_page_ms: scan,
      keep_per_second: Math.round(size / (filledMs / 1000)),
      disk_bytes_a_page: Math.round(figures.fileBytes / size),
      memory_bytes_a_page: Math.round(Math.max(0, memoryOf() - before) / size),
    }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Spread over the whole store, the same every time. */
const spread = (n: number, size: number): number => (n * 7_919) % size

const CHANGES: Readonly<Record<string, (page: number) => string>> = {
  'one text': (page) => `item:${page}`,
  'a channel with a hundred pages': (page) => `channel-card:${Math.floor(page / PAGES_A_CHANNEL)}`,
  'nothing shows it': (page) => `item:nobody-${page}`,
}

function fill(store: PageStore, size: number): void {
  const body = randomBytes(GZIP_BYTES)
  for (let page = 0; page < size; page++) {
    const site = Math.floor(page / PAGES_A_SITE)
    const kept = store.keep(
      {
        key: `http://s${site}.localhost|/p/${page}.html|`,
        site: String(site),
        status: 200,
        type: 'text/html; charset=utf-8',
        etag: `e${page}`,
        bytes: 12_000,
        gzip: body,
        reads: { keys: keysOf(page, site), windows: [], until: null },
        fragments: [],
        snapshot: SEEN,
        renderedAt: 1_000,
      },
      SEEN,
    )
    if (kept === null || kept === 'behind') throw new Error('a page could not be kept')
  }
}

/** What an article reads: itself, its channel and those above, its site, its neighbours. */
function keysOf(page: number, site: number): string[] {
  const channel = Math.floor(page / PAGES_A_CHANNEL)
  const own = [`item:${page}`, `path:${site}:/p/${page}.html`, `channel-card:${channel}`, `frame:${site}`]
  return [...own, ...Array.from({ length: KEYS_A_PAGE - own.length }, (_, n) => `card:${page}-${n}`)]
}

function markOnce(store: PageStore, size: number) {
  const times: number[] = []
  for (let n = 0; n < RUNS; n++) {
    const touch: Touch = {
      xid: 200 + n,
      isTakedown: false,
      keys: new Map([[`item:${spread(n, size)}`, -Infinity]]),
      points: [],
    }
    const from = performance.now()
    const marked = [...store.mark(touch)].flat().length
    times.push(performance.now() - from)
    if (marked !== 1) throw new Error(`${marked} pages instead of one`)
  }
  return spreadOf(times)
}

/** The plain way: read what every page has read. */
function askEveryPage(store: PageStore, size: number): number {
  const wanted = `item:${size - 1}`
  const from = performance.now()
  let found = 0
  for (const page of store.pages()) if (page.reads.keys.includes(wanted)) found++
  if (found !== 1) throw new Error(`${found} pages instead of one`)
  return round(performance.now() - from)
}

/** Resident memory that is not a view of the file: what the store itself holds on to. */
const memoryOf = (): number => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
