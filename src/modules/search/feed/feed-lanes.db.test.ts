import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aChannel, aProvince, startKit } from '../../../../test/kit/index.ts'
import { withdraw } from '../../library/index.ts'
import { aRelease } from '../testing/a-release.ts'
import { followPoolOf, startFeedOn } from '../testing/feed-kit.ts'

after(async () => {
  await node.stop()
  await followPool.end()
})
const kit = await startKit()
const followPool = followPoolOf(kit.url)
const place = await kit.work(aProvince)
const channel = await kit.work((work) => aChannel(work, place.city))

/** The text that is read next arrives late: as it was. */
let hold: { itemId: string; isRead: PromiseWithResolvers<void>; mayArrive: PromiseWithResolvers<void> } | null = null
const node = await startFeedOn(kit, {
  followPool,
  between: {
    transformQuery: ({ node: query }) => query,
    async transformResult({ result }) {
      const held = hold
      if (held && result.rows.some((row) => 'places' in row && row['id'] === held.itemId)) {
        hold = null
        held.isRead.resolve()
        await held.mayArrive.promise
      }
      return result
    },
  },
})

test(
  'what was read in bulk before a withdrawal, and arrives after it, brings nothing back',
  { timeout: 30_000 },
  async () => {
    const { itemId } = await kit.work((work) =>
      aRelease(work, { channels: [channel], organisationId: place.organisations.city.id, title: '误发的公告' }),
    )
    await node.settle()
    const held = { itemId, isRead: Promise.withResolvers<void>(), mayArrive: Promise.withResolvers<void>() }
    hold = held
    await kit.work((work) =>
      work.db.updateTable('sites.channel').set({ indicator_class: '办事服务' }).where('id', '=', channel.id).execute(),
    )
    await held.isRead.promise
    await kit.work((work) => withdraw(work, { itemId, reason: 'error', note: '' }))
    assert.deepEqual(node.find('误发的公告'), [])
    // Read again and gone for good, while the older reading is still on its way.
    while (node.docs().has(`item:${itemId}`) || node.state().hidden.size > 0) await sleep(5)
    held.mayArrive.resolve()
    await node.settle()
    assert.deepEqual([node.find('误发的公告'), node.docs().has(`item:${itemId}`)], [[], false])
    assert.equal(node.state().pending.size, 0)
  },
)
