import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openReaders, openSearchIndex, type SqliteIndex } from '../src/adapters/search-sqlite.ts'
import type { SearchAnswer, SearchQuery, SearchReader } from '../src/modules/search/port.ts'
import { docOf, readCorpus, type Corpus } from './lib/search-docs.ts'
import { peerOf } from './lib/search-peer.ts'
import { queriesOf, queryOf } from './lib/search-queries.ts'
import { repeat, round, spreadOf, timed } from './lib/stats.ts'
import { dataDir, say } from './lib/system.ts'

const BATCH = 500
const QUERIES = 200
const CLIENTS = 8
const LOAD_SECONDS = 10
const RELEASES = 50
const SETTLE_MS = 20_000
/** FTS5 takes longer to fill than all the rest together. */
const PEER_UP_TO = 100_000
const NOBODY = { identity: 'bench', snapshot: { xmin: 1, xmax: 1, xip: [] }, clock: 0 }

/** One box over N documents: how long each kind of question takes, and what it costs to keep the index. */
export async function search({ items }: { items: number }) {
  const corpus = readCorpus()
  const folder = dataDir(`search-${items}`)
  const build = await built(folder, items, corpus)

  const opening = await timed(async () => {
    const index = await openSearchIndex(folder)
    const reader = await openReaders(index, { onFault: ({ message }) => say(message) })
    await reader.search(queryOf('公积金'))
    return { index, reader }
  })
  const { index, reader } = opening.value
  const { docs } = await index.figures()
  if (docs < items)
    throw new Error(`${folder} holds ${docs} documents: an older form of the index was set aside; remove the folder`)
  const queries = queriesOf(corpus, items, QUERIES)
  const first = queries['relevance'] ?? []
  // Behind the start more is brought into memory; what is asked meanwhile is told by itself.
  const whileLoading = spreadOf(await repeat(QUERIES / 4, (n) => ask('relevance', reader, first[n] ?? queryOf('')), 0))
  await sleep(Math.min(SETTLE_MS, items / 50))
  const oneClient: Record<string, object> = {}
  for (const [name, list] of Object.entries(queries)) {
    const act = (n: number) => ask(name, reader, list[n % list.length] ?? queryOf(''))
    const cpu = cpuPer(QUERIES + 20)
    const times = await repeat(QUERIES, act, 20)
    oneClient[name] = { ...spreadOf(times), cpuMs: cpu() }
    say(`${name}: ${JSON.stringify(oneClient[name])}`)
  }
  const load = await underLoad(reader, queries, LOAD_SECONDS * 1000)
  say(`8 clients: ${JSON.stringify(load)}`)
  const fresh = await freshness(index, reader, { corpus, queries })
  const figures = await index.figures()
  await reader.close()
  await index.close()
  return {
    documents: items,
    texts: corpus.source,
    bytesEach: meanBytes(corpus),
    oneClient,
    eightClients: load,
    ...fresh,
    rebuild: build,
    startMs: round(opening.ms, 0),
    relevanceRightAfterStart: whileLoading,
    diskBytes: figures.bytes,
    memoryBytes: figures.memoryBytes,
    peer: items > PEER_UP_TO ? null : peerOf(folder, items, corpus, queries['relevance'] ?? []),
    targets: { p50: 20, p95: 50, perSecond: 200, releasedToFoundP95: 200, rebuildSeconds: 1200, startMs: 3000 },
  }
}

/** Processor time of this process for each of so many acts, whatever else the machine does meanwhile. */
function cpuPer(acts: number): () => number {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return round((user + system) / 1000 / acts)
  }
}

async function ask(name: string, reader: SearchReader, query: SearchQuery): Promise<unknown> {
  return name === 'suggestion' ? reader.suggest(query) : reader.search(query)
}

const meanBytes = (corpus: Corpus): number => {
  const sizes = Array.from({ length: 1_000 }, (_, n) => Buffer.byteLength(docOf(n, corpus).text.toString()))
  return round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length, 0)
}

/** Built once for a number of documents; how long it took is kept beside it. */
async function built(folder: string, items: number, corpus: Corpus): Promise<{ seconds: number; perSecond: number }> {
  const note = path.join(folder, 'built.json')
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const index = await openSearchIndex(folder)
  const { ms } = await timed(async () => {
    const rebuild = await index.rebuild()
    for (let from = 0; from < items; from += BATCH) {
      const length = Math.min(BATCH, items - from)
      await rebuild.add(Array.from({ length }, (_, n) => docOf(from + n, corpus)))
      if (from % 50_000 === 0) say(`${from} documents`)
    }
    await rebuild.switch(NOBODY)
  })
  await index.close()
  const result = { seconds: round(ms / 1000, 1), perSecond: round((items / ms) * 1000, 0) }
  writeFileSync(note, JSON.stringify(result))
  say(`built: ${JSON.stringify(result)}`)
  return result
}

/** All kinds of questions in turn, from so many clients at once, until the time is over. */
async function underLoad(reader: SearchReader, queries: Record<string, SearchQuery[]>, ms: number) {
  const kinds = Object.entries(queries)
  const times: number[] = []
  const until = performance.now() + ms
  let next = 0
  let refused = 0
  const client = async () => {
    while (performance.now() < until) {
      const n = next++
      const [name, list] = kinds[n % kinds.length] ?? ['', []]
      const query = list[Math.floor(n / kinds.length) % list.length] ?? queryOf('')
      const { ms: took, value } = await timed(() => ask(name, reader, query).catch(() => null))
      if (value === null) refused += 1
      else times.push(took)
    }
  }
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const { user, system } = process.cpuUsage(cpu)
  const cpuMs = round((user + system) / 1000 / Math.max(1, times.length))
  return { clients: CLIENTS, cpuMs, perSecond: round((times.length / ms) * 1000, 0), refused, ...spreadOf(times) }
}

type Given = { corpus: Corpus; queries: Record<string, SearchQuery[]> }

/** From release to found and from take-down to gone, while others search. */
async function freshness(index: SqliteIndex, reader: SearchReader, { corpus, queries }: Given) {
  const found: number[] = []
  const gone: number[] = []
  let isDone = false
  const others = underLoadUntil(reader, queries, () => isDone)
  for (let n = 0; n < RELEASES; n++) {
    const word = `试行第${n}批次${process.pid}`
    const doc = { ...docOf(n, corpus), id: `new:${n}`, source: `new:${n}`, title: word }
    const release = await timed(async () => {
      await index.apply({ docs: [doc], gone: [] })
      const { hits } = await patiently(reader, word)
      if (!hits.some(({ id }) => id === doc.id)) throw new Error(`released, not found: ${word}`)
    })
    found.push(release.ms)
    const takeDown = await timed(async () => {
      await index.note({ hidden: [doc.source], pending: [], position: NOBODY })
      const { hits } = await patiently(reader, word)
      if (hits.some(({ id }) => id === doc.id)) throw new Error(`withdrawn, still found: ${word}`)
    })
    gone.push(takeDown.ms)
  }
  isDone = true
  await others
  await index.apply({ docs: [], gone: Array.from({ length: RELEASES }, (_, n) => `new:${n}`) })
  return { releasedToFound: spreadOf(found), withdrawnToGone: spreadOf(gone) }
}

/** A machine that is too busy refuses; that counts as time, not as a fault. */
async function patiently(reader: SearchReader, word: string): Promise<SearchAnswer> {
  for (;;) {
    const answer = await reader.search(queryOf(word)).catch(() => null)
    if (answer) return answer
  }
}

async function underLoadUntil(reader: SearchReader, queries: Record<string, SearchQuery[]>, isDone: () => boolean) {
  while (!isDone()) await underLoad(reader, queries, 500)
}
