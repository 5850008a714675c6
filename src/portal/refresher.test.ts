import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Marked } from '../kernel/page-store.ts'
import { type Batch, createRefresher } from './refresher.ts'

const pages = (name: string, count: number): Marked[] =>
  Array.from({ length: count }, (_, id) => ({ id, key: `${name}/${id}`, site: 'a' }))
const aChange = (xid: number, name: string, count: number) => ({
  xid,
  subjects: [name],
  pages: pages(name, count),
  begunAt: 0,
})

function aRefresher(render: (page: Marked) => Promise<void> = async () => undefined, answered = () => 0) {
  const rendered: string[] = []
  const finished: Batch[] = []
  let running = 0
  const most = { atOnce: 0 }
  const refresher = createRefresher({
    bulkFrom: 400,
    async render(page) {
      most.atOnce = Math.max(most.atOnce, ++running)
      try {
        await render(page)
        rendered.push(page.key)
      } finally {
        running--
      }
    },
    answered,
    finished: (batch) => void finished.push(batch),
  })
  return { refresher, rendered, finished, most }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('pages that a change made stale', () => {
  test('of a person overtake those of a bulk change of 5,000', async () => {
    const { refresher, rendered, finished } = aRefresher(turn)
    refresher.add(aChange(1, 'bulk', 5_000))
    while (rendered.length < 50) await turn()
    const begun = rendered.length
    refresher.add(aChange(2, 'person', 38))
    await refresher.idle()
    const last = rendered.findLastIndex((key) => key.startsWith('person'))
    assert.ok(last < begun + 38 + 3, `the last of the person's was number ${last - begun} after the release`)
    assert.equal(rendered.length, 5_038)
    assert.deepEqual(
      finished.map(({ xid, done, failed }) => [xid, done, failed]),
      [
        [2, 38, 0],
        [1, 5_000, 0],
      ],
    )
  })

  test('of a person do not wait for a bulk page that hangs', async () => {
    let free = () => {}
    const stuck = new Promise<void>((resolve) => (free = resolve))
    const { refresher, finished } = aRefresher(({ key }) => (key === 'bulk/3' ? stuck : turn()))
    refresher.add(aChange(1, 'bulk', 500))
    for (let wait = 0; wait < 50; wait++) await turn()
    refresher.add(aChange(2, 'person', 5))
    for (let wait = 0; wait < 100 && finished.length === 0; wait++) await turn()
    assert.deepEqual(
      finished.map(({ xid }) => xid),
      [2],
    )
    free()
    await refresher.idle()
    assert.deepEqual(
      finished.map(({ xid }) => xid),
      [2, 1],
    )
  })

  test('of one person do not hold back those of another, and never are more than a few made at once', async () => {
    const { refresher, finished, most } = aRefresher(turn)
    for (let xid = 1; xid <= 30; xid++) refresher.add(aChange(xid, `p${xid}`, 20))
    await refresher.idle()
    assert.equal(finished.length, 30)
    assert.ok(most.atOnce > 1 && most.atOnce <= 5, `${most.atOnce} at once`)
  })

  test('that cannot be made are counted, and the others are made', async () => {
    const { refresher, rendered, finished } = aRefresher(async ({ id }) => {
      if (id % 2 === 1) throw new Error('the template throws')
    })
    refresher.add(aChange(1, 'person', 10))
    await refresher.idle()
    assert.equal(rendered.length, 5)
    assert.deepEqual(
      finished.map(({ done, failed }) => [done, failed]),
      [[5, 5]],
    )
  })
})

describe('a bulk change', () => {
  test('is cancelled: what is begun is ended, the rest is left, and it is told once', async () => {
    const { refresher, rendered, finished } = aRefresher(turn)
    refresher.add(aChange(1, 'bulk', 5_000))
    refresher.add(aChange(2, 'other', 500))
    while (rendered.length < 100) await turn()
    assert.equal(refresher.cancel(1), true)
    await refresher.idle()
    const done = rendered.filter((key) => key.startsWith('bulk')).length
    assert.ok(done >= 100 && done < 110, `${done} pages`)
    assert.deepEqual(
      finished.map(({ xid, isCancelled }) => [xid, isCancelled]),
      [
        [1, true],
        [2, false],
      ],
    )
    assert.equal(finished[0]?.done, done)
    assert.equal(refresher.cancel(1), false)
    assert.deepEqual(refresher.waiting(), [])
  })

  test('of a person cannot be cancelled, nor one that is not known', async () => {
    const { refresher } = aRefresher(turn)
    refresher.add(aChange(1, 'person', 10))
    assert.equal(refresher.cancel(1), false)
    assert.equal(refresher.cancel(9), false)
    await refresher.idle()
  })

  test('stops when the portal stops', async () => {
    const { refresher, rendered } = aRefresher(turn)
    refresher.add(aChange(1, 'bulk', 5_000))
    while (rendered.length < 10) await turn()
    refresher.stop()
    await refresher.idle()
    assert.ok(rendered.length < 20)
  })

  test('leave half of the time to readers where there are many', async () => {
    let answered = 0
    const busy = aRefresher(
      () => new Promise((resolve) => setTimeout(resolve, 10)),
      () => (answered += 1_000),
    )
    const begun = performance.now()
    busy.refresher.add(aChange(1, 'a', 1))
    busy.refresher.add(aChange(2, 'b', 4))
    await busy.refresher.idle()
    assert.equal(busy.rendered.length, 5)
    assert.ok(performance.now() - begun >= 40, 'it rested')
  })
})
