import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anActor, aProvince, problem, startKit } from '../../../test/kit/index.ts'
import { writeReceipts, pruneReceipts, type Receipt } from '../../kernel/receipts.ts'
import { cancelPageChange } from './commands/cancel-page-change.ts'
import * as contract from './contract.ts'
import { getFanOut } from './queries/get-fan-out.ts'
import { getPageChange, listPageChanges } from './queries/list-page-changes.ts'

const kit = await startKit()
const place = await kit.work(aProvince)
const permissions = ['pages.watch', 'pages.cancel']
const everywhere = anActor({ permissions, organisation: place.organisations.government })
const county = anActor({ permissions, site: place.county })
const NODE = 'machine:1'
const begun = Date.now() - 60_000

const page = (site: { id: string; host: string }, path = '/') => [site.id, `http://${site.host}${path}`] as const
const write = (receipt: Partial<Receipt> & { xid: number }, node = NODE) =>
  writeReceipts(kit.pool, node, [
    {
      subjects: [],
      kinds: ['setting'],
      pages: 2,
      sites: 2,
      sample: [page(place.city), page(place.county)],
      isBulk: false,
      begunAt: begun + receipt.xid,
      done: 2,
      failed: 0,
      finishedAt: begun + receipt.xid + 400,
      ...receipt,
    },
  ])
const lives = (name: string) =>
  kit.pool.query(
    `INSERT INTO kernel.node (id, name, lease_ms, applied) VALUES (gen_random_uuid(), $1, 60000, pg_current_snapshot())`,
    [name],
  )
const list = async (actor = everywhere, query: Record<string, string> = {}) => {
  const asked = { query: contract.listPageChanges.query.parse(query) }
  return kit.viewAs(actor, (view) => listPageChanges(view, asked))
}
const numbers = ({ items }: Awaited<ReturnType<typeof list>>) => items.map((one) => Number(one.number))
const read = (number: number, actor = everywhere) =>
  kit.viewAs(actor, (view) => getPageChange(view, { params: { number: String(number) } }))
const cancel = (number: number, actor = everywhere) =>
  kit.workAs(actor, (work) => cancelPageChange(work, { params: { number: String(number) } }))

await lives(NODE)
await write({ xid: 101 })
await write({ xid: 102, kinds: ['channel', 'channel-card'], sample: [page(place.city)], pages: 1, sites: 1, done: 1 })
await write({ xid: 103, kinds: [], pages: 5, done: 5, finishedAt: begun + 103 + 900 })
await write({ xid: 104, kinds: ['template'], pages: 900, isBulk: true, done: 300, finishedAt: null })
await write({ xid: 104, kinds: ['template'], pages: 100, isBulk: true, done: 100 }, 'machine:2')

describe('changes of pages', () => {
  test('are listed newest first, the parts of several processes as one', async () => {
    const found = await list()
    assert.deepEqual(numbers(found), [104, 103, 102, 101])
    const [bulk] = found.items
    assert.deepEqual(
      [bulk?.kind, bulk?.pages, bulk?.state, bulk?.progress, bulk?.mayCancel],
      ['template', 1000, 'running', 40, true],
    )
  })

  test('are found by kind, lane, site and time', async () => {
    assert.deepEqual(numbers(await list(everywhere, { kind: 'channel' })), [102])
    assert.deepEqual(numbers(await list(everywhere, { kind: 'item' })), [103])
    assert.deepEqual(numbers(await list(everywhere, { isBulk: 'true' })), [104])
    assert.deepEqual(numbers(await list(everywhere, { isRunning: 'true' })), [104])
    assert.deepEqual(numbers(await list(everywhere, { siteId: place.county.id })), [104, 103, 101])
    assert.deepEqual(numbers(await list(everywhere, { until: new Date(begun + 103).toISOString() })), [102, 101])
    assert.deepEqual(numbers(await list(everywhere, { page: '2', pageSize: '2' })), [102, 101])
  })

  test('of other sites are not shown to whoever watches over one', async () => {
    assert.deepEqual(numbers(await list(county)), [104, 103, 101])
    assert.deepEqual(
      (await read(101, county)).list.map((one) => one.siteId),
      [place.county.id],
    )
    assert.equal((await read(101)).list.length, 2)
    await assert.rejects(read(102, county), problem('not-found'))
  })

  test('in bulk are stopped by whoever answers for every site they touch, on record', async () => {
    await assert.rejects(cancel(104, county), problem('forbidden'))
    await assert.rejects(cancel(101), problem('nothing-to-cancel'))
    await assert.rejects(cancel(999), problem('not-found'))
    await cancel(104)
    const wanted = await write({ xid: 104, pages: 900, isBulk: true, done: 320, finishedAt: null })
    assert.ok(wanted.has(104))
    assert.equal((await read(104)).isCancelWanted, true)
    await write({ xid: 104, pages: 900, isBulk: true, done: 321, finishedAt: Date.now() })
    assert.equal((await read(104)).state, 'cancelled')
    const audit = await kit.pool.query(`SELECT 1 FROM audit.entry WHERE action = 'pages.cancel'`)
    assert.equal(audit.rowCount, 1)
  })

  test('whose process is gone are interrupted, not running for ever', async () => {
    await write({ xid: 105, pages: 900, isBulk: true, done: 10, finishedAt: null }, 'gone:7')
    assert.deepEqual([(await read(105)).state, (await read(105)).mayCancel], ['interrupted', false])
  })

  test('give figures by kind: how far they reach and how long it takes', async () => {
    const found = await kit.viewAs(everywhere, (view) => getFanOut(view, { query: { days: 1 } }))
    const item = found.kinds.find((one) => one.kind === 'item')
    assert.deepEqual(item, {
      kind: 'item',
      changes: 1,
      pages: { median: 5, p95: 5, max: 5 },
      tookMs: { median: 900, p95: 900, max: 900 },
    })
    assert.equal(found.kinds.find((one) => one.kind === 'template')?.tookMs, null)
  })

  test('are forgotten after thirty days', async () => {
    await write({ xid: 90, begunAt: begun - 31 * 86_400_000 })
    assert.equal(await pruneReceipts(kit.pool, new Date()), 1)
  })
})

/** Indexes that the plan of a statement uses, at a volume at which it matters. */
test('each question is answered from an index', async () => {
  await kit.pool.query(`
    INSERT INTO kernel.receipt (xid, node, subjects, kinds, pages, sites, sample, is_bulk, begun_at, done, finished_at)
    SELECT (1000 + n)::text::xid8, 'machine:1', ARRAY[md5((n % 4000)::text)::uuid::text], '{item,card}', 3, 1,
      jsonb_build_array(jsonb_build_array('site ' || n % 500, 'http://x/')), false, now() - n * interval '40 seconds', 3,
      now() - n * interval '40 seconds' + interval '400 milliseconds'
    FROM generate_series(1, 60000) n`)
  await kit.pool.query('ANALYZE kernel.receipt')
  const plan = async (text: string) => {
    const { rows } = await kit.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  const someItem = '8f14e45f-ceea-467a-9575-91fb0a6e2e5c'
  const first = 'NOT EXISTS (SELECT 1 FROM kernel.receipt o WHERE o.xid = r.xid AND o.node < r.node)'
  const newest = `SELECT * FROM kernel.receipt r WHERE ${first} ORDER BY r.begun_at DESC, r.xid DESC LIMIT 50`
  assert.match(await plan(newest), /receipt_recent/)
  assert.match(await plan(`SELECT * FROM kernel.receipt r WHERE subjects @> ARRAY['${someItem}']`), /receipt_subject/)
  assert.match(await plan(`SELECT xid FROM kernel.receipt WHERE finished_at IS NULL`), /receipt_open/)
  const sites = `kernel.sample_sites(r.sample) && ARRAY['site 7']`
  assert.match(await plan(`SELECT count(*) FROM kernel.receipt r WHERE ${sites} AND ${first}`), /receipt_sites/)
  const day = `SELECT count(*) FROM kernel.receipt r WHERE begun_at >= now() - interval '1 day'`
  assert.match(await plan(day), /receipt_recent/)
})
