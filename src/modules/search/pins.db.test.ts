import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aChannel, anActor, aProvince, problem, startKit } from '../../../test/kit/index.ts'
import type { Actor } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import { release, withdraw } from '../library/index.ts'
import { createPin, deletePin, restorePin, updatePin } from './commands/save-pin.ts'
import * as contract from './contract.ts'
import { nextRulesChange, rulesInForce } from './index.ts'
import { listPins } from './queries/list-pins.ts'

const kit = await startKit()
kit.setNow('2026-11-26T01:00:00Z')
const place = await kit.work(aProvince)
const channel = await kit.work((work) => aChannel(work, place.city))
const permissions = ['search.tune']
const everywhere = anActor({ permissions, organisation: place.organisations.government })
const manager = anActor({ permissions, site: place.city })
const other = anActor({ permissions, site: place.county })

const put = (title: string) =>
  kit.work((work) =>
    release(work, {
      kind: 'article',
      siteId: place.city.id,
      organisationId: place.organisations.city.id,
      source: { module: 'test', id: newId() },
      content: {
        title,
        subtitle: '',
        summary: '',
        body: '<p>正文。</p>',
        source: '',
        author: '',
        editor: '',
        keywords: [],
        cover: null,
        files: [],
        origin: null,
        metadata: {},
      },
      placements: [{ channelId: channel.id, isPrimary: true, isPinned: false }],
      visibleFrom: work.now,
      visibleUntil: null,
    }),
  )

type Wish = Parameters<typeof createPin>[1]['body']
const guide = { id: `item:${(await put('住房公积金提取指南')).itemId}`, title: '住房公积金提取指南' }
const notice = await put('关于调整公积金缴存比例的通知')
const noticeDoc = { id: `item:${notice.itemId}`, title: '关于调整公积金缴存比例的通知' }
const wish = (words: string[], more: Partial<Wish> = {}): Wish => ({
  words,
  docs: [guide],
  siteId: null,
  endsOn: null,
  note: '',
  isOn: true,
  ...more,
})
const pin = (body: Wish, actor: Actor = everywhere) => kit.workAs(actor, (work) => createPin(work, { body }))
const list = (query: Record<string, string> = {}, actor = everywhere) =>
  kit.viewAs(actor, (view) => listPins(view, { query: contract.listPins.query.parse(query) }))
const inForce = async () => (await kit.view(rulesInForce)).pins

describe('pins', () => {
  test('stand in order, for every site or for one', async () => {
    const own = await pin(wish(['公积金'], { docs: [noticeDoc, guide] }))
    await pin(wish(['公积金'], { siteId: place.city.id }), manager)
    assert.deepEqual(await inForce(), [
      { words: ['公积金'], docIds: [noticeDoc.id, guide.id], siteId: null },
      { words: ['公积金'], docIds: [guide.id], siteId: place.city.id },
    ])
    assert.deepEqual(
      own.docs.map(({ title, siteName, isBroken }) => [title, siteName, isBroken]),
      [
        [noticeDoc.title, place.city.name, false],
        [guide.title, place.city.name, false],
      ],
    )
  })

  test('words stand once for the same readers', async () => {
    await assert.rejects(pin(wish(['公积金', '提取'])), problem('invalid'))
    await assert.rejects(pin(wish(['公积金'], { siteId: place.city.id })), problem('invalid'))
  })

  test('what shows nowhere cannot be pinned, nor anything twice, nor for a day that is past', async () => {
    const unknown = { id: `item:${newId()}`, title: '没有的' }
    const details = (body: Wish) =>
      pin(body).then(
        () => [],
        (error: { extra: { errors: { detail: string }[] } }) => error.extra.errors.map(({ detail }) => detail),
      )
    assert.deepEqual(await details(wish(['提取'], { docs: [unknown] })), ['“没有的”已经撤下或不存在，不能置顶'])
    assert.deepEqual(await details(wish(['提取'], { docs: [guide, guide] })), ['“住房公积金提取指南”选了两次'])
    assert.deepEqual(await details(wish(['提取'], { endsOn: '2020-01-01' })), ['日期已经过去'])
  })

  test('a pin whose document was withdrawn is told apart, and keeps what it had', async () => {
    const found = (await list({ scope: 'province' })).items[0]
    assert.ok(found)
    assert.equal((await list({ state: 'broken' })).total, 0)
    kit.setNow('2026-11-26T01:10:00Z')
    await kit.work((work) => withdraw(work, { itemId: notice.itemId, reason: 'error', note: '有误' }))
    const [broken] = (await list({ state: 'broken' })).items
    assert.deepEqual(
      broken?.docs.map(({ title, isBroken }) => [title, isBroken]),
      [
        [noticeDoc.title, true],
        [guide.title, false],
      ],
    )
    const saved = await kit.workAs(everywhere, (work) =>
      updatePin(work, {
        params: { id: found.id },
        body: { ...wish(['公积金'], { docs: [noticeDoc, guide], note: '待补' }), expectedVersion: found.version },
      }),
    )
    assert.equal(saved.note, '待补')
  })

  test('ends after its last day, and the engine is told when', async () => {
    kit.setNow('2026-11-26T02:00:00Z')
    await pin(wish(['春运'], { endsOn: '2026-11-27' }))
    const { rows } = await kit.pool.query<{ due_at: number }>(
      `SELECT due_at FROM kernel.change WHERE 'search-rules:' = ANY (keys) AND due_at IS NOT NULL`,
    )
    assert.deepEqual(
      rows.map((row) => row.due_at),
      [Date.parse('2026-11-28T00:00:00+08:00')],
    )
    assert.deepEqual(await kit.view(nextRulesChange), new Date('2026-11-28T00:00:00+08:00'))
    const words = async () => (await inForce()).map((one) => one.words[0])
    kit.setNow('2026-11-27T15:59:00Z')
    assert.ok((await words()).includes('春运'))
    kit.setNow('2026-11-27T16:00:00Z')
    assert.ok(!(await words()).includes('春运'))
    assert.deepEqual(
      (await list({ state: 'ended' })).items.map((one) => one.words),
      [['春运']],
    )
  })

  test('can be deleted and put back', async () => {
    const made = await pin(wish(['居住证']))
    await kit.workAs(everywhere, (work) =>
      deletePin(work, { params: { id: made.id }, body: { expectedVersion: made.version } }),
    )
    assert.equal((await list({ q: '居住证' })).total, 0)
    const back = await kit.workAs(everywhere, (work) => restorePin(work, { params: { id: made.id } }))
    assert.deepEqual([back.words, back.version], [['居住证'], 3])
  })

  test('a site’s manager pins for that site alone', async () => {
    await assert.rejects(pin(wish(['落户']), manager), problem('forbidden'))
    await assert.rejects(pin(wish(['落户'], { siteId: place.province.id }), manager), problem('forbidden'))
    const made = await pin(wish(['落户'], { siteId: place.county.id }), manager)
    assert.deepEqual(
      (await list({ q: '落户' }, other)).items.map(({ mayChange }) => mayChange),
      [true],
    )
    const theirs = kit.workAs(other, (work) =>
      updatePin(work, {
        params: { id: made.id },
        body: { ...wish(['落户'], { siteId: place.city.id }), expectedVersion: made.version },
      }),
    )
    await assert.rejects(theirs, problem('forbidden'))
    const [province] = (await list({ scope: 'province' }, manager)).items
    assert.equal(province?.mayChange, false)
    const sites = (await list({}, other)).items.map(({ siteId }) => siteId)
    assert.ok(!sites.includes(place.city.id))
  })

  test('the database refuses what a command would have forgotten', async () => {
    const reach = (actor: Actor) =>
      kit.workAs(actor, (work) =>
        work.db.updateTable('search.pin').set({ note: '偷偷' }).returning('site_id').execute(),
      )
    assert.deepEqual(new Set((await reach(other)).map((row) => row.site_id)), new Set([place.county.id]))
    assert.ok((await reach(manager)).every((row) => row.site_id !== null))
    const moved = kit.workAs(other, (work) =>
      work.db.updateTable('search.pin').set({ site_id: place.city.id }).execute(),
    )
    await assert.rejects(moved, /row-level security/)
  })
})
