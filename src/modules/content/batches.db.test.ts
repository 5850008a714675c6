import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Work } from '../../kernel/work.ts'
import { aChannel, aProvince, anActor, problem, startKit, type TestChannel } from '../../../test/kit/index.ts'
import { findItem, listCards } from '../library/index.ts'
import { effectiveSettings } from '../sites/index.ts'
import { addEntries } from './commands/add-entries.ts'
import { checkBatch } from './commands/check-batch.ts'
import { createBatch, deleteBatch, renameBatch } from './commands/create-batch.ts'
import { createDocument } from './commands/create-document.ts'
import { lockDocument } from './commands/lock-document.ts'
import { publishDocument } from './commands/publish-document.ts'
import { releaseBatch } from './commands/release-batch.ts'
import { removeEntries } from './commands/remove-entries.ts'
import { saveDocument } from './commands/save-document.ts'
import { cancelBatch, undoBatch } from './commands/take-back-batch.ts'
import { withdrawDocument } from './commands/withdraw-document.ts'
import * as contract from './contract.ts'
import { getBatch } from './queries/get-batch.ts'
import { getDocument } from './queries/get-document.ts'
import { listBatches } from './queries/list-batches.ts'
import { listBatchPages } from './queries/list-batch-pages.ts'

const ALL = ['document.read', 'document.write', 'document.publish', 'document.withdraw', 'setting.manage']
const MINUTE = 60_000
const query = {}

const kit = await startKit()
const start = Date.now()
let ticks = 0
const tick = () => kit.setNow(new Date(start + ++ticks * 10))
const due = new Date(start + 60 * MINUTE)
const justBefore = new Date(due.getTime() - 1)

const place = await kit.work(aProvince)
const city = await kit.work((work) => aChannel(work, place.city, { code: 'tzgg', name: '通知公告' }))
const county = await kit.work((work) => aChannel(work, place.county, { code: 'tzgg', name: '通知公告' }))
const reviewed = await kit.work((work) => aChannel(work, place.city, { code: 'zcwj', name: '政策文件', stages: 1 }))
const publisher = anActor({ permissions: ALL, site: place.city })
const without = (permission: string) =>
  anActor({ permissions: ALL.filter((one) => one !== permission), site: place.city })

type Batch = z.output<typeof contract.Batch>
type Doc = Awaited<ReturnType<typeof getDocument>>
type NewEntry = z.output<typeof contract.NewEntry>

const as = <T>(actor: Actor, act: (work: Work) => Promise<T>) => {
  tick()
  return kit.workAs(actor, act)
}
const draft = (title: string, channel: TestChannel = city): Promise<Doc> =>
  as(publisher, (work) =>
    createDocument(work, {
      params: {},
      query,
      body: {
        channelId: channel.id,
        title,
        body: '<p>自十二月一日起施行。</p>',
        source: '霁川市人民政府',
        summary: '摘要',
      },
    }),
  )
const publish = (document: { id: string; version: number }) =>
  as(publisher, (work) =>
    publishDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version } }),
  )
const published = async (title: string, channel: TestChannel = city) => publish(await draft(title, channel))
const rewrite = (document: { id: string; version: number }, title: string) =>
  as(publisher, (work) =>
    saveDocument(work, { params: { id: document.id }, query, body: { expectedVersion: document.version, title } }),
  )
const read = (id: string) => kit.view((view) => getDocument(view, { params: { id } }))

const create = (actor: Actor = publisher, name = '医保新政发布') =>
  as(actor, (work) =>
    createBatch(work, { params: {}, query, body: { siteId: place.city.id, name, note: '' } }),
  ) as Promise<Batch>
const add = (batch: { id: string; version: number }, entries: NewEntry[], actor = publisher) =>
  as(actor, (work) =>
    addEntries(work, { params: { id: batch.id }, query, body: { expectedVersion: batch.version, entries } }),
  )
const toPublish = (document: { id: string }): NewEntry => ({ kind: 'publish', documentId: document.id })
const toWithdraw = (document: { id: string }): NewEntry => ({
  kind: 'withdraw',
  documentId: document.id,
  reason: 'error',
  note: '数字有误',
})
const toSet = (value: unknown, key = 'footer.contactHours', site = place.city): NewEntry => ({
  kind: 'setting',
  siteId: site.id,
  key,
  value,
})
/** A batch with these entries, all taken. */
async function batchOf(...entries: NewEntry[]) {
  const { batch, refused } = await add(await create(), entries)
  assert.deepEqual(refused, [])
  return batch
}
type Versioned = { id: string; version: number }
const release = (batch: Versioned, at: Date | null = null, actor = publisher) =>
  as(actor, (work) =>
    releaseBatch(work, {
      params: { id: batch.id },
      query,
      body: { expectedVersion: batch.version, at: at?.toISOString() ?? null },
    }),
  )
const cancel = (batch: Versioned, skipChanged = false, actor = publisher) =>
  as(actor, (work) =>
    cancelBatch(work, { params: { id: batch.id }, query, body: { expectedVersion: batch.version, skipChanged } }),
  )
const undo = (batch: Versioned, skipChanged = false, actor = publisher) =>
  as(actor, (work) =>
    undoBatch(work, {
      params: { id: batch.id },
      query,
      body: { expectedVersion: batch.version, skipChanged, note: '口径调整，另行发布' },
    }),
  )
const check = (batch: { id: string }, actor = publisher) =>
  kit.viewAs(actor, (view) => checkBatch(view, { params: { id: batch.id }, query: {}, body: {} }))

const listAt = (at: Date, channel = city) =>
  kit.view(async (view) =>
    (await listCards({ ...view, now: at }, { channelIds: [channel.id], limit: 100, offset: 0 })).map(
      (card) => card.title,
    ),
  )
const hoursAt = (at: Date, site = place.city) =>
  kit.view(async (view) => (await effectiveSettings(view, site.id, at))['footer.contactHours'])
const faultsIn = (error: unknown): { title: string; code: string }[] =>
  error instanceof Error && 'extra' in error
    ? (error.extra as { faults: { title: string; code: string }[] }).faults
    : []

describe('a batch', () => {
  test('gathers documents, withdrawals and settings of several sites, and says what it holds', async () => {
    const [fresh, old] = [await draft('甲'), await published('乙', county)]
    const batch = await batchOf(toPublish(fresh), toWithdraw(old), toSet('全天', 'footer.contactHours', place.county))
    assert.deepEqual(batch.counts, { publish: 1, withdraw: 1, setting: 1, sites: 2 })
    assert.deepEqual(
      batch.entries.map(({ kind, title, siteName }) => [kind, title, siteName]),
      [
        ['publish', '甲', place.city.name],
        ['withdraw', '乙', place.county.name],
        ['setting', null, place.county.name],
      ],
    )
    assert.deepEqual(batch.acts, ['edit', 'release', 'delete'])
    const pages = await kit.viewAs(publisher, (view) => listBatchPages(view, { params: { id: batch.id } }))
    assert.deepEqual(
      pages.map(({ kind, siteId, path }) => [kind, siteId === place.city.id, kind === 'item' ? '' : path]),
      [
        ['channel', true, '/tzgg/'],
        ['home', true, '/'],
        ['item', false, ''],
        ['channel', false, '/tzgg/'],
        ['home', false, '/'],
      ],
    )
  })

  test('refuses one by one what cannot be in it, and takes the rest', async () => {
    const [once, live] = [await draft('一次就好'), await published('没有新版本')]
    const { batch, added, refused } = await add(await create(), [
      toPublish(once),
      toPublish(once),
      toPublish(live),
      toWithdraw(once),
      toSet(5),
      toSet('全天', 'no.such'),
      toSet('全天', 'footer.contactHours', place.province),
      toPublish({ id: place.city.id }),
    ])
    assert.deepEqual([added, batch.entries.length], [1, 1])
    assert.deepEqual(
      refused.map(({ index, code }) => [index, code]),
      [
        [1, 'entry-twice'],
        [2, 'document-state'],
        [3, 'document-state'],
        [4, 'invalid'],
        [5, 'invalid'],
        [6, 'forbidden'],
        [7, 'not-found'],
      ],
    )
    assert.match(refused[1]?.text ?? '', /“已发布”/)
  })

  test('is renamed, loses entries, and is deleted as long as it is in preparation', async () => {
    let batch = await batchOf(toPublish(await draft('移出')), toPublish(await draft('留下')))
    const renamed = await as(publisher, (work) =>
      renameBatch(work, {
        params: { id: batch.id },
        query,
        body: { expectedVersion: batch.version, name: '改名', note: '明早八点' },
      }),
    )
    assert.deepEqual([renamed.name, renamed.note], ['改名', '明早八点'])
    const left = await as(publisher, (work) =>
      removeEntries(work, {
        params: { id: batch.id },
        query,
        body: { expectedVersion: renamed.version, entryIds: [batch.entries[0]?.id ?? ''] },
      }),
    )
    assert.deepEqual(
      left.entries.map((entry) => entry.title),
      ['留下'],
    )
    await assert.rejects(
      as(publisher, (work) =>
        deleteBatch(work, { params: { id: batch.id }, query: { expectedVersion: batch.version } }),
      ),
      problem('version-conflict'),
    )
    await as(publisher, (work) =>
      deleteBatch(work, { params: { id: batch.id }, query: { expectedVersion: left.version } }),
    )
    await assert.rejects(
      kit.viewAs(publisher, (view) => getBatch(view, { params: { id: batch.id } })),
      problem('not-found'),
    )
    batch = await batchOf(toPublish(await draft('发了就不能删')))
    const released = await release(batch)
    await assert.rejects(
      as(publisher, (work) =>
        deleteBatch(work, { params: { id: batch.id }, query: { expectedVersion: released.version } }),
      ),
      problem('batch-state'),
    )
  })

  test('holds at most five hundred entries', async () => {
    const entries = Array.from({ length: contract.MOST_ENTRIES + 1 }, () => toPublish({ id: place.city.id }))
    assert.equal(contract.addEntries.body.safeParse({ expectedVersion: 1, entries }).success, false)
  })

  test('is found by state and a piece of its name', async () => {
    const batch = await create(publisher, '元旦春节服务专题')
    const find = (wish: object, actor = publisher) =>
      kit.viewAs(actor, async (view) => {
        const found = await listBatches(view, { query: contract.listBatches.query.parse(wish) })
        return found.items.some((one) => one.id === batch.id)
      })
    assert.equal(await find({ text: '春节服务' }), true)
    assert.equal(await find({ text: '春节服务', state: 'draft', siteId: place.city.id }), true)
    for (const state of ['scheduled', 'released', 'undone']) assert.equal(await find({ state }), false)
    assert.equal(await find({ text: '没有' }), false)
    assert.equal(await find({}, anActor({ permissions: ALL, site: place.county })), false)
  })
})

describe('checking', () => {
  test('names every entry that would be refused, with its reason, and changes nothing', async () => {
    const [sound, bare, waiting, locked, stale, gone, late] = [
      await draft('没问题'),
      await as(publisher, (work) =>
        createDocument(work, { params: {}, query, body: { channelId: city.id, title: '没写完' } }),
      ),
      await draft('没审过', reviewed),
      await draft('有人在写'),
      await published('撤晚了'),
      await draft('要改期'),
      await draft('又改了', county),
    ]
    const batch = await batchOf(
      toPublish(sound),
      toPublish(bare),
      toPublish(waiting),
      toPublish(locked),
      toWithdraw(stale),
      toPublish(gone),
      toPublish(late),
      toSet('全天'),
    )
    const other = anActor({ name: '卓青苗', permissions: ALL, site: place.city })
    await as(other, (work) => lockDocument(work, { params: { id: locked.id }, query, body: { takeOver: false } }))
    await as(publisher, (work) =>
      withdrawDocument(work, {
        params: { id: stale.id },
        query,
        body: { expectedVersion: stale.version, reason: 'error', note: '先撤了' },
      }),
    )
    await as(publisher, (work) =>
      saveDocument(work, {
        params: { id: gone.id },
        query,
        body: { expectedVersion: gone.version, visibleFrom: due.toISOString() },
      }),
    )
    await rewrite(await publish(late), '又改了（更正）')
    const { checked, faults } = await check(batch)
    assert.equal(checked, 8)
    assert.deepEqual(
      faults.map(({ title, code }) => [title, code]),
      [
        ['没写完', 'not-ready'],
        ['没审过', 'review-needed'],
        ['有人在写', 'document-locked'],
        ['撤晚了', 'entry-gone'],
        ['要改期', 'entry-later'],
        ['又改了（更正）', 'entry-stale'],
      ],
    )
    assert.match(faults[0]?.text ?? '', /没有正文.*没有填写来源/)
    assert.match(faults[2]?.text ?? '', /卓青苗/)
    const english = await check(batch, { ...publisher, locale: 'en' })
    assert.match(english.faults[0]?.text ?? '', /^Neither text nor attachment; No source/)
    assert.match(english.faults[3]?.text ?? '', /taken down already/)
    assert.deepEqual(await listAt(new Date(start + 2 * MINUTE)).then((titles) => titles.includes('没问题')), false)

    // And one bad entry releases nothing.
    await assert.rejects(release(batch), (error) => {
      assert.ok(problem('batch-not-ready')(error))
      assert.equal(faultsIn(error).length, 6)
      return true
    })
    assert.equal((await read(sound.id)).state, 'draft')
    assert.equal(await hoursAt(due), null)
  })

  test('knows that a place is not one’s own', async () => {
    const elsewhere = anActor({ permissions: ALL, site: place.province })
    const document = await draft('别处也发')
    const batch = await batchOf(toPublish(document))
    const province = await kit.work((work) => aChannel(work, place.province, { code: 'tzgg' }))
    await as(elsewhere, (work) =>
      saveDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, placements: [province.id] },
      }),
    )
    assert.deepEqual(
      (await check(batch)).faults.map((fault) => fault.code),
      ['forbidden'],
    )
  })
})

describe('releasing', () => {
  test('shows nothing a millisecond before its instant and everything from then on, on every site', async () => {
    const [fresh, old, down] = [await draft('全新的'), await published('旧题', county), await published('要撤的')]
    const corrected = await rewrite(old, '新题')
    const batch = await batchOf(toPublish(fresh), toPublish(corrected), toWithdraw(down), toSet('二十四小时'))
    const scheduled = await release(batch, due)
    assert.deepEqual(
      [scheduled.state, scheduled.effectiveAt, scheduled.acts],
      ['scheduled', due.toISOString(), ['cancel']],
    )
    const standing = async (at: Date) => [
      (await listAt(at)).includes('全新的'),
      (await listAt(at, county)).filter((title) => ['旧题', '新题'].includes(title)).join(),
      (await listAt(at)).includes('要撤的'),
      await hoursAt(at),
    ]
    assert.deepEqual(await standing(justBefore), [false, '旧题', true, null])
    assert.deepEqual(await standing(due), [true, '新题', false, '二十四小时'])
    const found = await kit.viewAs(publisher, (view) => getBatch({ ...view, now: due }, { params: { id: batch.id } }))
    assert.deepEqual([found.state, found.acts], ['released', ['undo']])
    const pages = await kit.viewAs(publisher, (view) => listBatchPages(view, { params: { id: batch.id } }))
    assert.deepEqual(
      pages
        .filter((page) => page.kind === 'item')
        .map((page) => `${page.title} ${page.isShown}`)
        .sort(),
      ['全新的 false', '新题 true', '要撤的 true'],
    )
    const back = await cancel(scheduled)
    assert.deepEqual(await standing(due), [false, '旧题', true, null])
    assert.deepEqual([back.state, back.acts], ['draft', ['edit', 'release', 'delete']])
    for (const before of [fresh, corrected, down]) {
      const { version: _, history: __, updatedAt: ___, ...after } = await read(before.id)
      const { version: ____, history: _____, updatedAt: ______, ...was } = before
      assert.deepEqual(after, was, before.title)
    }
    // As it was: it can be released again, at once this time.
    const released = await release(back)
    assert.deepEqual([released.state, released.acts], ['released', ['undo']])
    assert.deepEqual(await standing(new Date(start + ticks * 10)), [true, '新题', false, '二十四小时'])
  })

  test('is refused for an instant that has passed, for an empty batch, and twice', async () => {
    const batch = await batchOf(toPublish(await draft('只发一次')))
    await assert.rejects(release(batch, new Date(start - MINUTE)), problem('invalid'))
    await assert.rejects(release(await create()), problem('batch-empty'))
    const released = await release(batch)
    await assert.rejects(release(released), problem('batch-state'))
    await assert.rejects(add(released, [toPublish(await draft('晚了'))]), problem('batch-state'))
    await assert.rejects(cancel(released), problem('batch-state'))
  })

  test('is all or nothing also where entries only together contradict each other', async () => {
    const document = await draft('同一设置')
    const batch = await batchOf(toPublish(document), toSet('甲'))
    // Somebody sets the same value between check and release.
    const other = await batchOf(toSet('乙'))
    const planned = await release(other, due)
    await assert.rejects(release(batch), (error) => {
      assert.deepEqual(
        faultsIn(error).map((fault) => fault.code),
        ['setting-pending'],
      )
      return true
    })
    assert.equal((await read(document.id)).state, 'draft')
    await cancel(planned)
  })
})

describe('taking back', () => {
  test('what somebody has changed since is named and left, and the rest goes only on explicit wish', async () => {
    const [kept, gone] = [await draft('有人又改'), await draft('没人动过')]
    const batch = await release(await batchOf(toPublish(kept), toPublish(gone), toSet('临时')))
    await rewrite(await read(kept.id), '有人又改（更正）')
    await assert.rejects(undo(batch), (error) => {
      assert.ok(problem('batch-changed')(error))
      assert.deepEqual(
        faultsIn(error).map(({ title, code }) => [title, code]),
        [['有人又改（更正）', 'entry-changed']],
      )
      return true
    })
    assert.ok((await listAt(new Date(start + ticks * 10))).includes('没人动过'))
    const undone = await undo(batch, true)
    assert.equal(undone.state, 'undone')
    assert.deepEqual(
      undone.entries.map(({ outcome, outcomeCode }) => [outcome, outcomeCode]),
      [
        ['kept', 'entry-changed'],
        ['undone', null],
        ['undone', null],
      ],
    )
    const titles = await listAt(new Date(start + ticks * 10))
    assert.deepEqual([titles.includes('有人又改'), titles.includes('没人动过')], [true, false])
    const after = await read(gone.id)
    assert.deepEqual([after.state, after.liveEditionNumber, after.firstReleasedAt !== null], ['draft', null, true])
    await assert.rejects(undo(undone), problem('batch-state'))
  })

  test('a setting that somebody has set since is left', async () => {
    const batch = await release(await batchOf(toSet('甲班')))
    const next = await release(await batchOf(toSet('乙班')))
    await assert.rejects(undo(batch), problem('batch-changed'))
    await undo(next)
    assert.equal(await hoursAt(new Date(start + ticks * 10)), '甲班')
  })

  test('a text that was down before is down again, for its own reason', async () => {
    const document = await published('曾撤下')
    const withdrawn = await as(publisher, (work) =>
      withdrawDocument(work, {
        params: { id: document.id },
        query,
        body: { expectedVersion: document.version, reason: 'error', note: '当年的原因' },
      }),
    )
    const batch = await release(await batchOf(toPublish(await rewrite(withdrawn, '曾撤下，今重发'))))
    assert.ok((await listAt(new Date(start + ticks * 10))).includes('曾撤下，今重发'))
    await undo(batch)
    const item = await kit.view((view) => findItem(view, document.itemId ?? ''))
    assert.deepEqual([item?.state, item?.withdrawal?.note], ['withdrawn', '当年的原因'])
  })

  test('every act is on record, and on the record of each document', async () => {
    const document = await draft('留痕')
    const batch = await undo(await release(await batchOf(toPublish(document))))
    const { rows } = await kit.pool.query<{ action: string }>(
      'SELECT action FROM audit.entry WHERE target_id = ANY ($1) ORDER BY at, seq',
      [[batch.id, document.id]],
    )
    assert.deepEqual(rows.map((row) => row.action).sort(), [
      'batch.add',
      'batch.create',
      'batch.release',
      'batch.undo',
      'document.create',
      'document.publish',
      'document.undo',
    ])
  })
})

describe('the wall', () => {
  test('without document.publish nothing of a batch can be done', async () => {
    const batch = await batchOf(toPublish(await draft('谁能发')))
    const reader = without('document.publish')
    await assert.rejects(create(reader), problem('forbidden'))
    await assert.rejects(add(batch, [toSet('全天')], reader), problem('forbidden'))
    await assert.rejects(release(batch, null, reader), problem('forbidden'))
    const acts: ((work: Work) => Promise<unknown>)[] = [
      (work) =>
        renameBatch(work, {
          params: { id: batch.id },
          query,
          body: { expectedVersion: batch.version, name: '改', note: '' },
        }),
      (work) =>
        removeEntries(work, {
          params: { id: batch.id },
          query,
          body: { expectedVersion: batch.version, entryIds: [batch.id] },
        }),
      (work) => deleteBatch(work, { params: { id: batch.id }, query: { expectedVersion: batch.version } }),
    ]
    for (const act of acts) await assert.rejects(as(reader, act), problem('forbidden'))
    const scheduled = await release(batch, due)
    await assert.rejects(cancel(scheduled, false, reader), problem('forbidden'))
    const released = await release(await cancel(scheduled))
    await assert.rejects(undo(released, false, reader), problem('forbidden'))
    assert.deepEqual((await kit.viewAs(reader, (view) => getBatch(view, { params: { id: batch.id } }))).acts, [])
  })

  test('withdrawing, settings and undoing need their own rights, entry by entry', async () => {
    const down = await published('撤不了')
    const [noWithdrawal, noSetting] = [without('document.withdraw'), without('setting.manage')]
    const refusal = async (entry: NewEntry, actor: Actor) =>
      (await add(await create(actor), [entry], actor)).refused[0]?.code
    assert.equal(await refusal(toWithdraw(down), noWithdrawal), 'forbidden')
    assert.equal(await refusal(toSet('全天'), noSetting), 'forbidden')
    const mixed = await batchOf(toWithdraw(down), toSet('全天'))
    assert.deepEqual(
      (await check(mixed, noWithdrawal)).faults.map((fault) => fault.code),
      ['forbidden'],
    )
    assert.deepEqual(
      (await check(mixed, noSetting)).faults.map((fault) => fault.code),
      ['forbidden'],
    )
    const batch = await release(await batchOf(toPublish(await draft('新发的'))))
    await assert.rejects(undo(batch, false, noWithdrawal), problem('batch-changed'))
  })

  test('a batch of another subtree is nobody’s to know of, and the database refuses too', async () => {
    const batch = await batchOf(toPublish(await draft('第二道墙')))
    const stranger = anActor({ permissions: ALL, site: place.county })
    await assert.rejects(
      kit.viewAs(stranger, (view) => getBatch(view, { params: { id: batch.id } })),
      problem('not-found'),
    )
    const touched = await as(stranger, async (work) => {
      const rows = await work.db
        .updateTable('content.batch')
        .set({ name: '改了' })
        .where('id', '=', batch.id)
        .returning('id')
        .execute()
      const entries = await work.db
        .selectFrom('content.batch_entry')
        .select('id')
        .where('batch_id', '=', batch.id)
        .execute()
      return [rows.length, entries.length]
    })
    assert.deepEqual(touched, [0, 0])
  })
})
