import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { aChannel, aProvince, digest, startKit } from '../../../../test/kit/index.ts'
import { newId } from '../../../kernel/ids.ts'
import { callOff, releaseMany, restore, withdraw } from '../../library/index.ts'
import { aRelease, aWish } from '../testing/a-release.ts'
import { followPoolOf, startFeedOn } from '../testing/feed-kit.ts'
import type { ReadFile } from './read-file.ts'
import { REBUILD } from './touched.ts'

const pools: { end(): Promise<void> }[] = []
after(() => Promise.all([node.stop(), ...pools.map((pool) => pool.end())]))
const kit = await startKit()
const followPool = followPoolOf(kit.url)
pools.push(followPool)

const MINUTE = 60_000
const start = Date.now() + MINUTE
let clock = start
const pass = (minutes: number) => kit.setNow(new Date((clock += minutes * MINUTE)))
pass(0)

const place = await kit.work(aProvince)
const notices = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '公示公告' }))
const papers = await kit.work((work) => aChannel(work, place.province, { code: 'zcwj', name: '政策文件' }))
const { city } = place.organisations
const read = new Map<string, ReadFile>()
const node = await startFeedOn(kit, {
  followPool,
  readFile: async ({ blob }) =>
    read.get(blob) ?? { pages: [], isCut: false, fault: { reason: 'broken', detail: 'x' }, tookMs: 1 },
})
await node.settle()

type Given = Partial<Parameters<typeof aRelease>[1]>
const publish = (title: string, given: Given = {}) =>
  kit.work((work) => aRelease(work, { channels: [notices], organisationId: city.id, title, ...given }))
const doc = (itemId: string) => node.docs().get(`item:${itemId}`)
const sql = (text: string, values: unknown[] = []) =>
  kit.work(async (work) => {
    const { CompiledQuery } = await import('kysely')
    await work.db.executeQuery(CompiledQuery.raw(text, values))
  })

const publishMany = (channel: typeof notices, word: string, count: number) =>
  kit.work((work) =>
    releaseMany(
      work,
      Array.from({ length: count }, (_, at) =>
        aWish(work, { channels: [channel], organisationId: city.id, title: `${word}${at}` }),
      ),
    ),
  )

describe('an item', () => {
  test('is found when it is released, with all that it is filtered by', async () => {
    const { itemId, paths } = await publish('关于开展老旧小区改造的通知', {
      channels: [notices, papers],
      kind: 'official_document',
      externalId: 'cms-77',
      metadata: {
        documentNumber: '霁政发〔2026〕7号',
        indexNumber: '000014349/2026-00110',
        issuer: '霁川市人民政府',
        themeClass: ['城乡建设、环境保护\\城乡规划'],
        effectiveOn: '2026-01-01',
      },
    })
    await node.settle()
    const made = doc(itemId)
    assert.ok(made)
    assert.deepEqual(made.numbers, ['霁政发〔2026〕7号', '000014349/2026-00110'])
    assert.deepEqual(made.facets.site, [place.city.id, place.province.id])
    assert.deepEqual(made.facets.body, [place.organisations.government.id, city.id])
    assert.deepEqual(made.facets.place, [city.divisionId])
    assert.deepEqual(made.facets.theme, ['城乡建设、环境保护', '城乡建设、环境保护\\城乡规划'])
    assert.deepEqual([made.facets.validity, made.facets.kind], [['valid'], ['official_document']])
    assert.deepEqual([made.level, made.halfLifeDays, made.visibleUntil], [3, null, null])
    assert.deepEqual(
      [made.card.path, made.card.externalId, made.card.siteId],
      [paths[0]?.path, 'cms-77', place.city.id],
    )
    assert.equal(made.text, '照溪路改造工程分段封闭施工，请过往车辆绕行。')
  })

  test('reads as its newest version, and ages as its channel does', async () => {
    const source = newId()
    const { itemId } = await publish('停水通知', { source })
    await node.settle()
    assert.equal(doc(itemId)?.halfLifeDays, 730)
    await publish('停水通知（更正）', { source })
    await sql(`UPDATE sites.channel SET indicator_class = '通知公告' WHERE id = $1`, [notices.id])
    await node.settle()
    // Two versions at one instant: the second stands a moment later, as after a release by a clock that is ahead.
    assert.equal(doc(itemId)?.title, '停水通知')
    pass(0.01)
    await node.settle()
    assert.deepEqual([doc(itemId)?.title, doc(itemId)?.halfLifeDays], ['停水通知（更正）', 365])
  })

  test('is moved to another site', async () => {
    const source = newId()
    const { itemId } = await publish('行政区划调整', { source })
    await node.settle()
    pass(0.01)
    await publish('行政区划调整', { source, channels: [papers] })
    await node.settle()
    assert.deepEqual(doc(itemId)?.facets.site, [place.province.id])
  })

  for (const reason of ['error', 'moved', 'privacy'] as const) {
    test(`is not found at the very moment a withdrawal (${reason}) is answered`, async () => {
      const { itemId } = await publish(`含有个人信息的名单 ${reason}`)
      await node.settle()
      assert.ok(node.find('个人信息的名单').includes(`item:${itemId}`))
      await kit.work((work) =>
        withdraw(work, { itemId, reason, note: '错发', ...(reason === 'moved' ? { redirectTo: '/' } : {}) }),
      )
      assert.ok(!node.find('个人信息的名单').includes(`item:${itemId}`))
      await node.settle()
      assert.equal(doc(itemId), undefined)
    })
  }

  test('that is repealed stays, marked, and is restored', async () => {
    const { itemId } = await publish('暂行办法')
    pass(1)
    await kit.work((work) => withdraw(work, { itemId, reason: 'repealed', note: '' }))
    await node.settle()
    assert.deepEqual([doc(itemId)?.isRepealed, doc(itemId)?.facets.validity], [true, ['repealed']])
    const before = new Date(clock - MINUTE / 2)
    pass(1)
    await kit.work((work) => restore(work, { itemId, asOf: before }))
    await node.settle()
    assert.equal(doc(itemId)?.isRepealed, false)
  })

  test('comes and goes by its schedule', async () => {
    const { itemId } = await publish('预约公告', {
      from: new Date(clock + 10 * MINUTE),
      until: new Date(clock + 20 * MINUTE),
    })
    await node.settle()
    assert.equal(doc(itemId), undefined)
    pass(11)
    await node.settle()
    assert.equal(doc(itemId)?.visibleUntil, clock + 9 * MINUTE)
    pass(10)
    await node.settle()
    assert.equal(doc(itemId), undefined)
  })

  test('whose publication is called off never shows', async () => {
    const { itemId } = await publish('不会有的公告', { from: new Date(clock + 10 * MINUTE) })
    await kit.work((work) => callOff(work, itemId))
    pass(11)
    await node.settle()
    assert.equal(doc(itemId), undefined)
  })

  test('changes at the instant of its next version, and is taken down at its hour', async () => {
    const source = newId()
    const { itemId } = await publish('第一稿', { source })
    await publish('第二稿', { source, at: new Date(clock + 5 * MINUTE) })
    await node.settle()
    assert.deepEqual([doc(itemId)?.title, doc(itemId)?.visibleUntil], ['第一稿', null])
    pass(6)
    await node.settle()
    assert.equal(doc(itemId)?.title, '第二稿')
    const at = new Date(clock + 5 * MINUTE)
    await kit.work((work) => withdraw(work, { itemId, reason: 'error', note: '', effectiveAt: at }))
    await node.settle()
    assert.equal(doc(itemId)?.visibleUntil, at.getTime())
    pass(6)
    await node.settle()
    assert.equal(doc(itemId), undefined)
  })

  test('follows a clock that is set back', async () => {
    const { itemId } = await publish('元旦公告', { from: new Date(clock + 30 * MINUTE) })
    pass(31)
    await node.settle()
    assert.ok(doc(itemId))
    pass(-20)
    await node.settle()
    assert.equal(doc(itemId), undefined)
    pass(20)
    await node.settle()
    assert.ok(doc(itemId))
  })

  test('is in force from a day on, and lapses after another', async () => {
    const day = (days: number) => new Date(clock + (days * 24 + 8) * 60 * MINUTE).toISOString().slice(0, 10)
    const { itemId } = await publish('试行办法', {
      kind: 'official_document',
      metadata: { effectiveOn: day(1), expiresOn: day(2) },
    })
    const states = []
    for (let at = 0; at < 4; at++) {
      await node.settle()
      states.push(doc(itemId)?.facets.validity?.[0])
      pass(24 * 60)
    }
    assert.deepEqual(states, ['pending', 'valid', 'valid', 'expired'])
  })
})

describe('what an item stands on', () => {
  test('a site that is suspended is hidden at once, with everything on it, and comes back', async () => {
    const here = await publish('县级公告', { channels: [await kit.work((work) => aChannel(work, place.county))] })
    const both = await publish('两处公告', {
      channels: [await kit.work((work) => aChannel(work, place.county)), notices],
    })
    await node.settle()
    await kit.work(async (work) => {
      await work.db.updateTable('sites.site').set({ state: 'suspended' }).where('id', '=', place.county.id).execute()
      work.takeDown()
    })
    assert.deepEqual(node.find('县级公告'), [])
    await node.settle()
    assert.deepEqual([doc(here.itemId), doc(both.itemId)?.card.siteId], [undefined, place.city.id])
    assert.ok(!node.docs().has(`site:${place.county.id}`))
    await sql(`UPDATE sites.site SET state = 'running' WHERE id = $1`, [place.county.id])
    await node.settle()
    assert.equal(doc(here.itemId)?.card.siteId, place.county.id)
    assert.ok(node.docs().has(`site:${place.county.id}`))
  })

  test('a channel that is archived shows nothing any more', async () => {
    const channel = await kit.work((work) => aChannel(work, place.city, { name: '专项整治' }))
    const { itemId } = await publish('整治简报', { channels: [channel] })
    await node.settle()
    assert.ok(node.docs().has(`channel:${channel.id}`))
    await sql('UPDATE sites.channel SET archived_at = now() WHERE id = $1', [channel.id])
    await node.settle()
    assert.deepEqual([doc(itemId), node.docs().has(`channel:${channel.id}`)], [undefined, false])
  })

  test('many placements in one statement are read in pages', async () => {
    const channel = await kit.work((work) => aChannel(work, place.city))
    await publishMany(channel, '批量稿件', 450)
    await node.settle()
    assert.equal([...node.docs().values()].filter((one) => one.title.startsWith('批量稿件')).length, 450)
    assert.equal(node.state().pending.size, 0)
  })

  test('of many more in the same stretch of time only these are read', async () => {
    const channel = await kit.work((work) => aChannel(work, place.city))
    await publishMany(channel, '先到的稿件', 210)
    await node.settle()
    const before = node.appliedDocs()
    await publishMany(channel, '后到的稿件', 210)
    await node.settle()
    assert.equal([...node.docs().values()].filter((one) => one.title.startsWith('后到的稿件')).length, 210)
    assert.equal(node.appliedDocs() - before, 210)
  })

  test('an organisation is found under its new name, its persons with it, and nobody once it is abolished', async () => {
    const id = place.organisations.county.id
    const person = newId()
    await kit.work((work) =>
      work.db
        .insertInto('organisations.person')
        .values({ id: person, organisation_id: id, name: '蔺拾穗', title: '县长', duties: '主持全面工作' })
        .execute(),
    )
    await sql(`UPDATE organisations.organisation SET name = '芦汀县政府', phone = '0871-1' WHERE id = $1`, [id])
    await node.settle()
    assert.deepEqual(
      [node.docs().get(`organisation:${id}`)?.title, node.docs().get(`organisation:${id}`)?.card.phone],
      ['芦汀县政府', '0871-1'],
    )
    assert.equal(node.docs().get(`person:${person}`)?.card.siteId, place.county.id)
    await sql('DELETE FROM organisations.person WHERE id = $1', [person])
    await node.settle()
    assert.ok(!node.docs().has(`person:${person}`))
    await sql('UPDATE organisations.organisation SET abolished_on = now() WHERE id = $1', [id])
    await node.settle()
    assert.ok(!node.docs().has(`organisation:${id}`))
  })

  test('how kinds age is data: a change of it is a new index', async () => {
    const { itemId } = await publish('会老的公告')
    await node.settle()
    await sql(
      `UPDATE vocabulary.code SET attributes = attributes || '{"halfLifeDays": 30}' WHERE list = 'indicatorClass' AND code = '通知公告'`,
    )
    await node.settle()
    assert.equal(doc(itemId)?.halfLifeDays, 30)
  })

  test('a new index that was wanted is made, though its process was killed before', async () => {
    const { pending, ...left } = node.state()
    const second = await startFeedOn(kit, {
      followPool,
      state: { ...left, docs: [], pending: new Set([...pending, REBUILD]) },
    })
    await second.settle()
    await second.stop()
    assert.equal(second.docs().size, node.docs().size)
    assert.ok(!second.state().pending.has(REBUILD))
  })
})

describe('an attachment', () => {
  test('is found by its words and its page, and read once', async () => {
    const blob = digest('表格')
    read.set(blob, { pages: ['申请表', '填写须知'], isCut: false, fault: null, tookMs: 1 })
    const file = { blob, name: '住房补贴申请表.pdf', mediaType: 'application/pdf', bytes: 10 }
    const source = newId()
    const { itemId } = await publish('住房补贴办事指南', { source, files: [file] })
    await node.settle()
    const made = node.docs().get(`file:${itemId}:${blob}`)
    assert.deepEqual(
      [made?.title, made?.text, made?.source],
      ['住房补贴申请表', ['申请表', '填写须知'], `item:${itemId}`],
    )
    read.delete(blob)
    const again = await publish('另一处用同一份表', { files: [file] })
    await node.settle()
    assert.deepEqual(node.docs().get(`file:${again.itemId}:${blob}`)?.text, ['申请表', '填写须知'])
    await kit.work((work) => withdraw(work, { itemId, reason: 'error', note: '' }))
    await node.settle()
    assert.ok(!node.docs().has(`file:${itemId}:${blob}`))
  })

  test('that cannot be read is remembered with the reason, and found by its name', async () => {
    const blob = digest('坏文件')
    const { itemId } = await publish('附件坏了', {
      files: [{ blob, name: '统计表.xlsx', mediaType: 'x/y', bytes: 10 }],
    })
    await node.settle()
    assert.equal(node.docs().get(`file:${itemId}:${blob}`)?.title, '统计表')
    const { rows } = await kit.pool.query('SELECT reason, file_name FROM search.file_text WHERE blob = $1', [blob])
    assert.deepEqual(rows, [{ reason: 'broken', file_name: '统计表.xlsx' }])
  })
})
