import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { aChannel, aProvince, digest, problem, startKit } from '../../../test/kit/index.ts'
import { newId } from '../../kernel/ids.ts'
import type { View } from '../../kernel/work.ts'
import {
  callOff,
  findAround,
  findItem,
  findPath,
  findShownFile,
  linkCards,
  listCards,
  nextItemChange,
  nextStep,
  release,
  restore,
  withdraw,
} from './index.ts'
import { movePlacements } from './commands/move-placements.ts'

const MINUTE = 60_000
const kit = await startKit()
// Ahead of the machine's clock, so that the database too takes the past of these tests for the past.
const start = Date.now()
let ticks = 0
const tick = () => kit.setNow(new Date(start + ++ticks * 10))
const later = (minutes: number) => new Date(start + minutes * MINUTE)
const justBefore = (at: Date) => new Date(at.getTime() - 1)

const place = await kit.work(aProvince)
const notices = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg' }))
const papers = await kit.work((work) => aChannel(work, place.province, { code: 'zcwj' }))

type Options = { source?: string; title: string; at?: Date; from?: Date; channels?: { id: string }[]; file?: string }

async function publish({ source = newId(), title, at, from, channels = [notices], file }: Options) {
  tick()
  const released = await kit.work((work) =>
    release(work, {
      kind: 'article',
      siteId: place.city.id,
      organisationId: place.organisations.city.id,
      source: { module: 'test', id: source },
      content: {
        title,
        subtitle: '',
        summary: '',
        body: '<p>照溪路改造工程分段封闭施工。</p>',
        source: '霁川市住房保障局',
        author: '',
        editor: '',
        keywords: [],
        cover: null,
        files: file ? [{ blob: digest(file), name: '附件.pdf', mediaType: 'application/pdf', bytes: 10 }] : [],
        origin: null,
        metadata: {},
      },
      placements: channels.map(({ id }, index) => ({ channelId: id, isPrimary: index === 0, isPinned: false })),
      visibleFrom: from ?? new Date(start - MINUTE),
      visibleUntil: null,
      ...(at ? { effectiveAt: at } : {}),
    }),
  )
  return { ...released, source, path: released.paths[0]?.path ?? '' }
}

const at = <T>(instant: Date, read: (view: View) => Promise<T>) => kit.view((view) => read({ ...view, now: instant }))
const versionsAt = (itemAt: Date, itemId: string) =>
  at(itemAt, async (view) => (await findAround(view, itemId)).versions)
const titleAt = (itemId: string, instant: Date) => at(instant, async (view) => (await findItem(view, itemId))?.title)
const listAt = (instant: Date, channel = notices) =>
  at(instant, async (view) =>
    (await listCards(view, { channelIds: [channel.id], limit: 50, offset: 0 })).map((card) => card.title),
  )
const linked = (itemId: string, instant: Date) =>
  at(instant, async (view) => (await linkCards(view, [itemId]))[0]?.title)
const takeDown = (itemId: string, options: { reason?: 'error' | 'moved' | 'repealed'; at?: Date } = {}) => {
  tick()
  return kit.work((work) =>
    withdraw(work, {
      itemId,
      reason: options.reason ?? 'error',
      note: '数字有误',
      ...(options.reason === 'moved' ? { redirectTo: '/xin/' } : {}),
      ...(options.at ? { effectiveAt: options.at } : {}),
    }),
  )
}
const cancel = (itemId: string) => {
  tick()
  return kit.work((work) => callOff(work, itemId))
}

describe('a correction due at an instant', () => {
  const due = later(30)

  test('leaves the text that stands standing until then, and takes its place in the same millisecond', async () => {
    const first = await publish({ title: '限行通告', file: '旧附件' })
    await publish({ source: first.source, title: '限行通告（更正）', at: due, file: '新附件' })
    for (const [instant, title, file] of [
      [justBefore(due), '限行通告', '旧附件'],
      [due, '限行通告（更正）', '新附件'],
    ] as const) {
      assert.equal(await titleAt(first.itemId, instant), title)
      assert.equal(await linked(first.itemId, instant), title)
      assert.deepEqual(
        (await listAt(instant)).filter((one) => one.startsWith('限行')),
        [title],
      )
      for (const name of ['旧附件', '新附件'])
        assert.equal((await at(instant, (view) => findShownFile(view, digest(name)))) !== null, name === file, name)
    }
    const versions = await versionsAt(justBefore(due), first.itemId)
    assert.deepEqual(
      versions.map((one) => one.version),
      [1],
    )
    assert.equal((await versionsAt(due, first.itemId)).length, 2)
  })

  test('is the next change of the item and of every list it stands in', async () => {
    const first = await publish({ title: '供水公告', channels: [notices, papers] })
    await publish({ source: first.source, title: '供水公告（更正）', at: later(20), channels: [notices, papers] })
    const now = new Date(start + ++ticks * 10)
    assert.deepEqual(await at(now, (view) => nextItemChange(view, first.itemId)), later(20))
    for (const channel of [papers, notices]) {
      const cards = await at(now, (view) => listCards(view, { channelIds: [channel.id], limit: 50 }))
      assert.deepEqual(cards.find((card) => card.itemId === first.itemId)?.changesAt, later(20))
    }
    assert.equal(await at(later(20), (view) => nextItemChange(view, first.itemId)), null)
  })

  test('moves addresses at its instant: the old one shows until then, the new one from then on', async () => {
    const first = await publish({ title: '换栏目的通知' })
    const moved = await publish({ source: first.source, title: '换栏目的通知', at: due, channels: [papers] })
    const kindAt = (instant: Date, path: string, site = place.city) =>
      at(instant, async (view) => (await findPath(view, site.id, path))?.kind ?? null)
    assert.equal(await kindAt(justBefore(due), first.path), 'item')
    assert.equal(await kindAt(due, first.path), 'redirect')
    assert.equal(await kindAt(due, moved.path, place.province), 'item')
    assert.ok((await listAt(justBefore(due))).includes('换栏目的通知'))
    assert.ok(!(await listAt(justBefore(due), papers)).includes('换栏目的通知'))
    assert.ok(!(await listAt(due)).includes('换栏目的通知'))
    assert.ok((await listAt(due, papers)).includes('换栏目的通知'))
    // Reserved at once: nobody else gets it meanwhile.
    const { rows } = await kit.pool.query('SELECT 1 FROM library.path WHERE path = $1 AND item_id = $2', [
      moved.path,
      first.itemId,
    ])
    assert.equal(rows.length, 1)
  })

  test('released again before its instant replaces what was pending, whether sooner, later or at once', async () => {
    const first = await publish({ title: '第一稿' })
    await publish({ source: first.source, title: '第二稿', at: later(30) })
    await publish({ source: first.source, title: '第三稿', at: later(40) })
    assert.equal(await titleAt(first.itemId, later(35)), '第一稿')
    assert.equal(await titleAt(first.itemId, later(40)), '第三稿')
    await publish({ source: first.source, title: '第四稿', at: later(10) })
    assert.equal(await titleAt(first.itemId, later(11)), '第四稿')
    assert.equal(await titleAt(first.itemId, later(50)), '第四稿')
    const last = await publish({ source: first.source, title: '第五稿' })
    assert.equal(last.version, 5)
    for (const minutes of [1, 11, 31, 41]) assert.equal(await titleAt(first.itemId, later(minutes)), '第五稿')
    const versions = await versionsAt(later(50), first.itemId)
    assert.deepEqual(
      versions.map((one) => one.title),
      ['第五稿', '第一稿'],
    )
  })

  test('called off is as if it had never been planned', async () => {
    const first = await publish({ title: '原样', file: '原附件' })
    await publish({ source: first.source, title: '不要了', at: due, channels: [papers], file: '不要的附件' })
    await cancel(first.itemId)
    assert.equal(await titleAt(first.itemId, later(60)), '原样')
    assert.ok((await listAt(later(60))).includes('原样'))
    assert.equal((await at(later(60), (view) => findPath(view, place.city.id, first.path)))?.kind, 'item')
    assert.ok(await at(later(60), (view) => findShownFile(view, digest('原附件'))))
    assert.equal(await at(later(60), (view) => findShownFile(view, digest('不要的附件'))), null)
    assert.equal(await at(new Date(start + ticks * 10), (view) => nextItemChange(view, first.itemId)), null)
    await assert.rejects(cancel(first.itemId), problem('nothing-ahead'))
  })

  test('goes down with the item when that is withdrawn before', async () => {
    const first = await publish({ title: '撤下的' })
    await publish({ source: first.source, title: '撤下的（更正）', at: due })
    await takeDown(first.itemId)
    for (const instant of [later(1), later(60)]) {
      assert.ok(!(await listAt(instant)).some((title) => title.startsWith('撤下的')))
      assert.equal((await at(instant, (view) => findPath(view, place.city.id, first.path)))?.kind, 'gone')
    }
  })

  test('follows its channel when that moves meanwhile', async () => {
    const channel = await kit.work((work) => aChannel(work, place.city, { code: 'jiu' }))
    const first = await publish({ title: '跟着走', channels: [channel] })
    await publish({ source: first.source, title: '跟着走（更正）', at: due, channels: [channel] })
    tick()
    await kit.work((work) =>
      movePlacements(work, {
        channelId: channel.id,
        to: { channelId: channel.id, siteId: place.city.id, channelPath: 'xin' },
      }),
    )
    const path = first.path.replace('/jiu/', '/xin/')
    for (const [instant, title] of [
      [later(1), '跟着走'],
      [due, '跟着走（更正）'],
    ] as const) {
      const item = await at(instant, (view) => findItem(view, first.itemId))
      assert.deepEqual([item?.title, item?.placements.map((one) => one.path)], [title, [path]])
      assert.equal((await at(instant, (view) => findPath(view, place.city.id, first.path)))?.kind, 'redirect')
    }
  })
})

describe('a first publication that lies ahead', () => {
  test('may be brought forward or put off, and its date moves with it', async () => {
    const planned = await publish({ title: '将发布', from: later(30) })
    const sooner = await publish({ source: planned.source, title: '将发布', from: later(5) })
    assert.equal(sooner.itemId, planned.itemId)
    const item = await at(later(6), (view) => findItem(view, planned.itemId))
    assert.deepEqual(item?.firstReleasedAt, later(5))
    assert.equal(await linked(planned.itemId, justBefore(later(5))), undefined)
    assert.equal(await linked(planned.itemId, later(5)), '将发布')
  })

  test('called off leaves nothing, and may be published on another day as if for the first time', async () => {
    const planned = await publish({ title: '不发了', from: later(30) })
    await cancel(planned.itemId)
    assert.equal(await linked(planned.itemId, later(60)), undefined)
    const again = await publish({ source: planned.source, title: '还是发', from: later(45) })
    assert.equal(again.itemId, planned.itemId)
    const item = await at(later(46), (view) => findItem(view, planned.itemId))
    assert.deepEqual(item?.firstReleasedAt, later(45))
  })
})

describe('a withdrawal due at an instant', () => {
  const due = later(25)

  test('leaves the item standing until then', async () => {
    const item = await publish({ title: '到期撤下', file: '到期附件' })
    await takeDown(item.itemId, { at: due })
    const standing = async (instant: Date) => [
      (await at(instant, (view) => findItem(view, item.itemId)))?.state,
      (await at(instant, (view) => findPath(view, place.city.id, item.path)))?.kind,
      (await listAt(instant)).includes('到期撤下'),
      (await at(instant, (view) => findShownFile(view, digest('到期附件')))) !== null,
    ]
    assert.deepEqual(await standing(justBefore(due)), ['live', 'item', true, true])
    assert.deepEqual(await standing(due), ['withdrawn', 'gone', false, false])
    assert.deepEqual(await at(later(1), (view) => nextItemChange(view, item.itemId)), due)
    assert.deepEqual(await at(later(24), (view) => nextStep(view, [notices.id])), due)
  })

  test('that moves redirects from then on, and called off it never does', async () => {
    const item = await publish({ title: '搬走' })
    await takeDown(item.itemId, { at: due, reason: 'moved' })
    const kindAt = (instant: Date) =>
      at(instant, async (view) => (await findPath(view, place.city.id, item.path))?.kind)
    assert.deepEqual([await kindAt(justBefore(due)), await kindAt(due)], ['item', 'redirect'])
    await cancel(item.itemId)
    assert.equal(await kindAt(later(60)), 'item')
    assert.ok((await listAt(later(60))).includes('搬走'))
    assert.equal((await at(later(60), (view) => findItem(view, item.itemId)))?.state, 'live')
  })

  test('that repeals marks it from then on, in its lists too', async () => {
    const item = await publish({ title: '将废止' })
    await takeDown(item.itemId, { at: due, reason: 'repealed' })
    const markAt = async (instant: Date) => [
      (await at(instant, (view) => findItem(view, item.itemId)))?.repealedOn !== null,
      (await at(instant, (view) => linkCards(view, [item.itemId])))[0]?.repealedOn !== null,
    ]
    assert.deepEqual(await markAt(justBefore(due)), [false, false])
    assert.deepEqual(await markAt(due), [true, true])
    await cancel(item.itemId)
    assert.deepEqual(await markAt(later(60)), [false, false])
  })

  test('stays down, for its old reason, until the instant of its next release', async () => {
    const item = await publish({ title: '先撤后发' })
    await takeDown(item.itemId)
    await publish({ source: item.source, title: '先撤后发', from: due })
    const pathAt = (instant: Date) => at(instant, (view) => findPath(view, place.city.id, item.path))
    assert.deepEqual(
      [(await pathAt(justBefore(due)))?.kind, (await pathAt(justBefore(due)))?.reason],
      ['gone', '数字有误'],
    )
    assert.equal((await pathAt(due))?.kind, 'item')
    await cancel(item.itemId)
    assert.equal((await pathAt(later(60)))?.kind, 'gone')
    assert.equal((await at(later(60), (view) => findItem(view, item.itemId)))?.state, 'withdrawn')
  })

  test('is replaced by a new release before its instant', async () => {
    const item = await publish({ title: '先撤后改' })
    await takeDown(item.itemId, { at: due })
    await publish({ source: item.source, title: '改了不撤' })
    assert.ok((await listAt(later(60))).includes('改了不撤'))
    assert.equal((await at(later(60), (view) => findPath(view, place.city.id, item.path)))?.kind, 'item')
  })
})

describe('restoring', () => {
  test('brings back an earlier text under its own number, with its places and addresses', async () => {
    const first = await publish({ title: '原文', file: '原文附件' })
    const before = new Date(start + ticks * 10)
    const wrong = await publish({ source: first.source, title: '改错了', channels: [papers], file: '错附件' })
    tick()
    await kit.work((work) => restore(work, { itemId: first.itemId, asOf: before }))
    const now = new Date(start + ++ticks * 10)
    const [then, item] = [
      await at(before, (view) => findItem(view, first.itemId)),
      await at(now, (view) => findItem(view, first.itemId)),
    ]
    assert.deepEqual({ ...item, changesAt: null }, { ...then, changesAt: null })
    assert.deepEqual(
      (await versionsAt(now, first.itemId)).map((one) => one.version),
      [1],
    )
    assert.ok(await at(now, (view) => findShownFile(view, digest('原文附件'))))
    assert.equal(await at(now, (view) => findShownFile(view, digest('错附件'))), null)
    assert.equal((await at(now, (view) => findPath(view, place.province.id, wrong.path)))?.kind, 'redirect')
    // A later release counts on, and then the whole story is told.
    const next = await publish({ source: first.source, title: '又改' })
    assert.equal(next.version, 4)
    assert.equal((await versionsAt(later(60), first.itemId)).length, 4)
  })

  test('brings back what was taken down', async () => {
    const item = await publish({ title: '误撤' })
    const before = new Date(start + ticks * 10)
    await takeDown(item.itemId)
    tick()
    await kit.work((work) => restore(work, { itemId: item.itemId, asOf: before }))
    assert.ok((await listAt(later(60))).includes('误撤'))
    assert.equal((await at(later(60), (view) => findPath(view, place.city.id, item.path)))?.kind, 'item')
  })

  test('is refused for what did not stand then, and for what was erased', async () => {
    const item = await publish({ title: '后来才有' })
    await assert.rejects(
      kit.work((work) => restore(work, { itemId: item.itemId, asOf: new Date(start - MINUTE) })),
      problem('nothing-stood'),
    )
    await kit.work((work) => withdraw(work, { itemId: item.itemId, reason: 'privacy', note: '隐私' }))
    await assert.rejects(
      kit.work((work) => restore(work, { itemId: item.itemId, asOf: later(1) })),
      problem('item-erased'),
    )
  })
})

test('a first publication that has happened never changes, not even by a direct write', async () => {
  const item = await publish({ title: '已发布' })
  await assert.rejects(
    kit.work((work) =>
      sql`UPDATE library.item SET first_released_at = now() WHERE id = ${item.itemId}`.execute(work.db),
    ),
    /never changes/,
  )
})

describe('pages are touched', () => {
  const due = later(30)
  /** What the log says of an item since a while ago: which of its keys and places in lists are touched, and from when on. */
  const touchedSince = async (id: number, itemId: string) => {
    const { rows } = await kit.pool.query<{ key: string; from: number | null }>(
      `SELECT key, due_at AS from FROM kernel.change, unnest(keys) AS key WHERE id > $1 AND key = ANY ($2)
       UNION ALL SELECT 'list', (SELECT min(i::float8) FROM jsonb_array_elements_text(point->5) AS i WHERE i IS NOT NULL)
       FROM kernel.change, jsonb_array_elements(points) AS point WHERE id > $1 AND point->>2 = $3`,
      [id, [`item:${itemId}`, `card:${itemId}`], itemId],
    )
    return rows.map(({ key, from }) => [key.split(':')[0], from !== null && from > Date.now() ? from : 'at once'])
  }
  const newest = async () => {
    const { rows } = await kit.pool.query<{ id: number }>('SELECT coalesce(max(id), 0)::int AS id FROM kernel.change')
    return rows[0]?.id ?? 0
  }
  const onlyFrom = async (instant: Date, itemId: string, act: () => Promise<unknown>) => {
    const before = await newest()
    await act()
    const touched = await touchedSince(before, itemId)
    assert.deepEqual(new Set(touched.map(([key]) => key)), new Set(['card', 'item', 'list']))
    for (const [key, from] of touched) assert.equal(from, instant.getTime(), String(key))
  }

  for (const reason of ['error', 'repealed'] as const) {
    test(`by what is to be ${reason === 'error' ? 'taken down' : 'repealed'} and is called off only from that instant on`, async () => {
      const { itemId } = await publish({ title: '施工通告' })
      await onlyFrom(due, itemId, () => takeDown(itemId, { reason, at: due }))
      await onlyFrom(due, itemId, () => cancel(itemId))
      assert.equal(await titleAt(itemId, later(31)), '施工通告')
    })
  }

  test('at once by what is taken down before its instant', async () => {
    const { itemId } = await publish({ title: '限电通告' })
    await takeDown(itemId, { at: due })
    const before = await newest()
    await takeDown(itemId)
    const touched = await touchedSince(before, itemId)
    assert.ok(
      touched.some(([key, from]) => key === 'item' && from === 'at once'),
      JSON.stringify(touched),
    )
    const { rows } = await kit.pool.query(
      'SELECT 1 FROM kernel.change WHERE id > $1 AND is_takedown AND due_at IS NULL',
      [before],
    )
    assert.equal(rows.length, 1)
  })
})
