import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Command } from 'commander'
import { plainQuery, type SearchDoc, type SearchIndex, type SearchReader } from '../modules/search/port.ts'
import { type Cli, JSON_OPTION, Refusal } from './command.ts'

/** How well the engine finds what people judged to be right. */
export type SearchQuality = { 'recall@10': number; 'mrr@10': number; p50_ms: number; p95_ms: number; n: number }

type CorpusLine = { id: string; title?: string; text: string }
type QueryLine = { id: string; question: string; relevant: readonly string[] }

const DEPTH = 10
const BATCH = 2_000
const unzip = promisify(gunzip)

export function addEval(program: Command, cli: Cli): void {
  const group = program.command('eval').description('按判好的答案衡量质量')
  group
    .command('search')
    .description('把语料装进临时索引，逐条提问，报告召回率、平均倒数排名和用时；语料和问题是 JSON 行，可以是 .gz')
    .requiredOption('--corpus <file>', '每行 {id, title?, text}')
    .requiredOption('--queries <file>', '每行 {id, question, relevant: [id]}')
    .option(...JSON_OPTION)
    .action(async (options: { corpus: string; queries: string; json?: boolean }) => {
      const corpus = await readLines(options.corpus, isCorpusLine)
      const queries = await readLines(options.queries, isQueryLine)
      const quality = await evaluate(corpus, queries)
      cli.answer(options, quality, () => Object.entries(quality).map(([name, value]) => `${name}\t${value}`))
    })
}

/** Indexes the corpus in a folder of its own, which is gone afterwards, and asks. */
export async function evaluate(corpus: readonly CorpusLine[], queries: readonly QueryLine[]): Promise<SearchQuality> {
  const { openReaders, openSearchIndex } = await import('../app.ts')
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yiwang-eval-'))
  try {
    const index = await openSearchIndex(folder)
    try {
      await fill(index, corpus)
      const reader = await openReaders(index, { readers: 1, timeLimitMs: 60_000 })
      try {
        return await ask(reader, queries)
      } finally {
        await reader.close()
      }
    } finally {
      await index.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fill(index: SearchIndex, corpus: readonly CorpusLine[]): Promise<void> {
  const rebuild = await index.rebuild()
  for (let from = 0; from < corpus.length; from += BATCH) {
    await rebuild.add(corpus.slice(from, from + BATCH).map(docOf))
  }
  await rebuild.switch({ identity: 'eval', snapshot: { xmin: 1, xmax: 1, xip: [] }, clock: 0 })
}

/** Of a document without a title its id is one, where it is written in words. */
function docOf({ id, title, text }: CorpusLine): SearchDoc {
  return {
    id,
    source: id,
    title: title ?? (/\p{Script=Han}/u.test(id) ? id : ''),
    aliases: [],
    keywords: [],
    numbers: [],
    text,
    facets: {},
    at: 0,
    visibleFrom: 0,
    visibleUntil: null,
    level: 0,
    halfLifeDays: null,
    isRepealed: false,
    isService: false,
    card: { type: 'item', siteId: null, path: '/', kind: 'eval' },
  }
}

const queryOf = (text: string) => plainQuery(text, Date.now(), { limit: DEPTH })

async function ask(reader: SearchReader, queries: readonly QueryLine[]): Promise<SearchQuality> {
  // The first answers read the file and compile the code: they are no measure of the others.
  for (const { question } of queries.slice(0, 20)) await reader.search(queryOf(question))
  let recall = 0
  let reciprocal = 0
  const times: number[] = []
  for (const { question, relevant } of queries) {
    const started = performance.now()
    const { hits } = await reader.search(queryOf(question))
    times.push(performance.now() - started)
    const wanted = new Set(relevant)
    const found = hits.slice(0, DEPTH).map(({ id }) => wanted.has(id))
    recall += found.filter(Boolean).length / Math.max(1, wanted.size)
    const first = found.indexOf(true)
    reciprocal += first < 0 ? 0 : 1 / (first + 1)
  }
  times.sort((a, b) => a - b)
  const n = queries.length
  const at = (share: number): number => round(times[Math.min(n - 1, Math.floor(n * share))] ?? 0)
  return {
    'recall@10': round(recall / Math.max(1, n)),
    'mrr@10': round(reciprocal / Math.max(1, n)),
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    n,
  }
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000

async function readLines<T>(file: string, isLine: (value: unknown) => value is T): Promise<T[]> {
  const bytes = await readFile(file).catch(() => {
    throw new Refusal(`读不到文件：${file}`)
  })
  const text = (file.endsWith('.gz') ? await unzip(bytes) : bytes).toString()
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    const value = parse(line)
    if (!isLine(value)) throw new Refusal(`${file} 第 ${at + 1} 行不是所要的 JSON`)
    return [value]
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isCorpusLine(value: unknown): value is CorpusLine {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['text'] === 'string'
}

function isQueryLine(value: unknown): value is QueryLine {
  return isRecord(value) && typeof value['question'] === 'string' && Array.isArray(value['relevant'])
}
