import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aChannel, aProvince, startKit, type TestChannel } from '../../../test/kit/index.ts'
import { newId } from '../../kernel/ids.ts'
import { foldTally } from './commands/fold-tally.ts'
import { keepCuts } from './commands/keep-cuts.ts'
import { countByChannel, countItems, listCards, listPinned, nextStep, release, seriesOf, withdraw } from './index.ts'

const kit = await startKit()
const place = await kit.work(aProvince)
const MINUTE = 60_000
// Ahead of the machine's clock: steps behind it are put down as one.
const start = Date.UTC(2036, 10, 1, 1)
const at = (minutes: number) => new Date(start + minutes * MINUTE)

async function put(channels: TestChannel[], from: Date, until: Date | null = null, isPinned = false) {
  return kit.work((work) =>
    release(work, {
      kind: 'article',
      siteId: place.province.id,
      organisationId: place.organisations.government.id,
      source: { module: 'test', id: newId() },
      content: {
        title: '停水通知',
        subtitle: '',
        summary: '',
        body: '<p>请储水。</p>',
        source: '水务局',
        author: '',
        editor: '',
        keywords: [],
        cover: null,
        files: [],
        origin: null,
        metadata: {},
      },
      placements: channels.map((channel, index) => ({
        channelId: channel.id,
        isPrimary: index === 0,
        isPinned,
      })),
      visibleFrom: from,
      visibleUntil: until,
    }),
  )
}

const channel = () => kit.work((work) => aChannel(work, place.province))
const countAt = (of: TestChannel, minutes: number) =>
  kit.view(async (view) => (await countByChannel({ ...view, now: at(minutes) }, [of.id])).get(of.id) ?? 0)

describe('the tally', () => {
  test('counts what shows at an instant, past and to come', async () => {
    const notices = await channel()
    kit.setNow(at(0))
    await put([notices], at(0))
    await put([notices], at(10), at(20))
    kit.setNow(at(5))
    const third = await put([notices], at(5))
    await kit.work((work) => withdraw(work, { itemId: third.itemId, reason: 'error', note: '有误' }))
    const seen = await Promise.all([-1, 0, 9, 10, 19, 20].map((minutes) => countAt(notices, minutes)))
    assert.deepEqual(seen, [0, 1, 1, 2, 2, 1])
    kit.setNow(at(6))
    assert.equal((await kit.view((view) => nextStep(view, [notices.id])))?.getTime(), at(10).getTime())
  })

  test('says the same after its steps are added up, also of the past', async () => {
    const notices = await channel()
    for (let minute = 0; minute < 40; minute++) {
      kit.setNow(at(minute))
      await put([notices], at(minute))
    }
    const before = await Promise.all([0, 17, 39, 60].map((minutes) => countAt(notices, minutes)))
    kit.setNow(at(50))
    assert.equal(await kit.work(foldTally), 1)
    const rows = await kit.pool.query('SELECT 1 FROM library.tally WHERE channel_id = $1', [notices.id])
    assert.equal(rows.rowCount, 1)
    const after = await Promise.all([0, 17, 39, 60].map((minutes) => countAt(notices, minutes)))
    assert.deepEqual(after, before)
    assert.deepEqual(before, [1, 18, 40, 40])
  })

  test('counts an item in two channels of a heading once', async () => {
    const [one, other] = [await channel(), await channel()]
    kit.setNow(at(60))
    await put([one, other], at(60))
    await put([one], at(60))
    assert.equal(await kit.view((view) => countItems(view, [one.id, other.id])), 2)
  })
})

describe('cuts', () => {
  test('once made stay where they are, whatever comes or goes', async () => {
    const notices = await channel()
    const made: { itemId: string }[] = []
    for (let minute = 0; minute < 13; minute++) {
      kit.setNow(at(100 + minute))
      made.push(await put([notices], at(100 + minute)))
    }
    const wish = { channelIds: [notices.id], size: 5 }
    assert.equal(await kit.work((work) => keepCuts(work, wish)), 1)
    const ends = async () =>
      (
        await kit.pool.query<{ page: number; item_id: string }>(
          `SELECT page, item_id FROM library.page_cut WHERE series = $1 AND valid_to = 'infinity' ORDER BY page`,
          [seriesOf([notices.id], 5)],
        )
      ).rows
    const first = await ends()
    assert.deepEqual(first, [{ page: 1, item_id: made[4]?.itemId }])
    kit.setNow(at(120))
    await kit.work((work) => withdraw(work, { itemId: made[2]?.itemId ?? '', reason: 'error', note: '有误' }))
    await put([notices], at(101))
    for (let minute = 0; minute < 3; minute++) await put([notices], at(121 + minute))
    kit.setNow(at(130))
    assert.equal(await kit.work((work) => keepCuts(work, wish)), 1)
    assert.deepEqual((await ends())[0], first[0])
  })

  test('are not made twice by two who wish them at once', async () => {
    const notices = await channel()
    kit.setNow(at(200))
    for (let minute = 0; minute < 10; minute++) await put([notices], at(190 + minute))
    const wish = { channelIds: [notices.id], size: 5 }
    const made = await Promise.all([1, 2].map(() => kit.work((work) => keepCuts(work, wish))))
    assert.deepEqual(
      made.toSorted((a, b) => a - b),
      [0, 1],
    )
  })
})

describe('lists over several channels', () => {
  test('show what stands in several of them once, and always in the same one: pages that did not change stay as they are', async () => {
    kit.setNow(at(0))
    const channels = [await channel(), await channel(), await channel()]
    const ids = channels.map((one) => one.id)
    for (let minute = 0; minute < 9; minute++) await put(channels, at(minute))
    const cardsIn = (channelIds: readonly string[]) =>
      kit.view((view) => listCards({ ...view, now: at(10) }, { channelIds, limit: 20 }))
    const placesIn = async (channelIds: readonly string[]) =>
      (await cardsIn(channelIds)).map(({ itemId, channelId }) => `${itemId} ${channelId}`)
    const places = await placesIn(ids)
    assert.equal(places.length, 9)
    for (const order of [
      [2, 1, 0],
      [1, 0, 2],
      [0, 2, 1],
    ]) {
      assert.deepEqual(await placesIn(order.map((index) => ids[index] ?? '')), places)
    }
  })

  test('list what is pinned in several of them once', async () => {
    kit.setNow(at(0))
    const channels = [await channel(), await channel()]
    const { itemId } = await put(channels, at(0), null, true)
    const pinned = await kit.view((view) =>
      listPinned(
        { ...view, now: at(10) },
        channels.map((one) => one.id),
      ),
    )
    assert.deepEqual(
      pinned.map((card) => card.itemId),
      [itemId],
    )
  })
})
