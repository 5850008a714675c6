import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDocument, publishDocument } from '../src/modules/content/index.ts'
import { getReceipt } from '../src/modules/content/queries/get-receipt.ts'
import { aChannel, anActor, aProvince, problem } from './kit/index.ts'
import { startSystem } from './kit/system.ts'

const ALL = ['document.read', 'document.write', 'document.publish', 'document.withdraw']

const system = await startSystem()
const place = await system.work(aProvince)
const notices = await system.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const unread = await system.work((work) => aChannel(work, place.city, { code: 'gsgg', name: '公示公告' }))
const publisher = anActor({ permissions: ALL, site: place.city })

/** Factories give no hint of their commits: the portal is told to look. */
const told = () => {
  for (const look of system.engine.committed ?? []) look(true)
}

const read = async (host: string, path: string) => {
  const answer = await system.server.inject({ url: path, headers: { host } })
  assert.equal(answer.statusCode, 200, `${host}${path}`)
}

const publishes = (title: string, channelId = notices.id) =>
  system.workAs(publisher, async (work) => {
    const body = { channelId, title, body: '<p>十二月十日前完成检查。</p>', source: '霁川市住房保障局' }
    const document = await createDocument(work, { params: {}, query: {}, body })
    const fresh = { params: { id: document.id }, query: {}, body: { expectedVersion: document.version } }
    return publishDocument(work, fresh)
  })

/** Asks as the console does: until it is known what became of the change. */
async function receiptOf(id: string) {
  for (let tries = 0; tries < 100; tries++) {
    const found = await system.viewAs(publisher, (view) => getReceipt(view, { params: { id }, query: {}, body: {} }))
    if (found.standing !== 'waiting' && found.receipts[0]?.state !== 'running') return found
    await sleep(50)
  }
  throw new Error('no word from the portal')
}

describe('after a release', () => {
  test('the author sees which kept pages it touched, and when the last was fresh', async () => {
    told()
    await read(place.city.host, '/about/')
    await read(place.city.host, '/tzgg/')
    await read(place.county.host, '/')
    const document = await publishes('冬季燃气安全入户检查的通知')
    const { standing, receipts } = await receiptOf(document.id)
    const [receipt] = receipts
    assert.equal(standing, 'touched')
    assert.ok(receipt)
    assert.deepEqual(
      receipt.list.map((page) => [page.siteName, page.url]),
      [[place.city.name, `http://${place.city.host}/tzgg/`]],
    )
    assert.deepEqual([receipt.pages, receipt.sites, receipt.kind, receipt.state], [1, 1, 'item', 'done'])
    assert.ok(receipt.tookMs !== null && receipt.tookMs < 5_000)
  })

  test('a change that touches no kept page says so, instead of nothing', async () => {
    const document = await publishes('城乡居民医保集中缴费公告', unread.id)
    assert.deepEqual(await receiptOf(document.id), {
      ...(await receiptOf(document.id)),
      standing: 'untouched',
      receipts: [],
    })
  })

  test('who may not read the document learns nothing of its pages', async () => {
    const document = await publishes('照溪路改造工程分段封闭施工的通告')
    const stranger = anActor({ permissions: ALL, site: place.county })
    await assert.rejects(
      system.viewAs(stranger, (view) => getReceipt(view, { params: { id: document.id }, query: {}, body: {} })),
      problem('not-found'),
    )
  })
})
