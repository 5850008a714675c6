import pg from 'pg'
import { system } from '../src/kernel/actor.ts'
import { newId } from '../src/kernel/ids.ts'
import { inWork } from '../src/kernel/work.ts'
import { importDocuments, type ImportRow } from '../src/modules/content/index.ts'
import { copyInto } from './lib/copy.ts'
import { freshProvince, placeIn } from './lib/province.ts'
import { round, timed } from './lib/stats.ts'
import { withApp } from './lib/system.ts'

const ITEMS = 16_000
const DOCUMENTS = 24_000
const BATCH = 400
const LINES = 3
const SENTENCE = '云岭省各市县要落实冬季供暖保障责任，按时开栓、按需调度、按日公布室温抽测结果。'

const bodyOf = (n: number): string => `<p>${SENTENCE.repeat(9)}</p><p>第 ${n} 号。${SENTENCE.repeat(9)}</p>`

/** Documents a second through the import, with everything that belongs to them, beside COPY of the same rows. */
export async function importing() {
  const name = await freshProvince(ITEMS)
  const { site, channelId } = await placeIn(name, 'yunling', 'bmdt')
  return withApp(name, async ({ engine }) => {
    const run = newId()
    const rows = Array.from({ length: DOCUMENTS }, (_, n): ImportRow => ({
      line: n + 1,
      externalId: `${run}/${n}`,
      channelId,
      title: `关于第 ${n} 号冬季供暖保障工作检查情况的通报`,
      body: bodyOf(n),
      publishedAt: new Date(Date.now() - n * 60_000),
      source: '云岭省人民政府办公厅',
      author: '简小禾',
      keywords: ['供暖', '检查'],
    }))
    const batches = Array.from({ length: DOCUMENTS / BATCH }, (_, n) => rows.slice(n * BATCH, (n + 1) * BATCH))
    const importBatch = async (batch: readonly ImportRow[]) => {
      const result = await inWork(engine, system('bench'), (work) =>
        importDocuments(work, { siteId: site.id, externalSource: 'bench', rows: batch }),
      )
      if (result.imported !== batch.length) throw new Error(`refused: ${JSON.stringify(result.rejected[0])}`)
    }
    // The first batches are for the compiler and the plans.
    for (const batch of batches.splice(0, 2)) await importBatch(batch)
    const counted = batches.length * BATCH
    const line = async () => {
      for (let next = batches.shift(); next; next = batches.shift()) await importBatch(next)
    }
    const { ms } = await timed(() => Promise.all(Array.from({ length: LINES }, line)))
    const copy = await copied(engine.pool.options.connectionString ?? '', rows)
    const perSecond = round((counted / ms) * 1000, 0)
    return {
      documents: counted,
      bytesEach: Buffer.byteLength(bodyOf(1)),
      connections: LINES,
      perSecond,
      copyPerSecond: copy,
      shareOfCopy: round(perSecond / copy),
      targets: { perSecond: 3000 },
    }
  })
}

/** COPY of the same texts into a table like that of editions, with its indexes. */
async function copied(url: string, rows: readonly ImportRow[]): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('DROP TABLE IF EXISTS public.bench_copy')
    await client.query('CREATE TABLE public.bench_copy (LIKE content.edition INCLUDING ALL)')
    const columns = 'id, document_id, number, title, body, source, author, keywords, created_by_name, created_at'
    const lines = rows.map((row) => {
      const ids = `${newId()}\t${newId()}\t1`
      const texts = `${row.title}\t${bodyOf(row.line - 1)}\t${row.source}\t${row.author ?? ''}`
      return `${ids}\t${texts}\t{供暖,检查}\tbench\t${row.publishedAt.toISOString()}`
    })
    const { ms } = await timed(() => copyInto(client, `COPY public.bench_copy (${columns}) FROM STDIN`, lines))
    return round((rows.length / ms) * 1000, 0)
  } finally {
    await client.query('DROP TABLE IF EXISTS public.bench_copy')
    await client.end()
  }
}
