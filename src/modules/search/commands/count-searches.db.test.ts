import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startKit } from '../../../../test/kit/index.ts'
import { type Counted, countSearches, forgetOldSearches, hotWords } from '../index.ts'

const kit = await startKit()

const searched = (words: string, day: string, more: Partial<Counted> = {}): Counted => ({
  day,
  words,
  place: 'yunling',
  searches: 1,
  zero: 0,
  positions: new Map(),
  ...more,
})
const count = (...counted: Counted[]) => kit.work((work) => countSearches(work, counted))
const rows = async (words: string) => {
  const found = await kit.pool.query<{ day: string; searches: number; zero: number; clicks: number; sum: number }>(
    `SELECT day::text, searches, zero, clicks, position_sum AS sum FROM search.query_day WHERE words = $1 ORDER BY day`,
    [words],
  )
  return found.rows
}

describe('statistics of searches', () => {
  it('name words from the third day on which they are asked, and count them before', async () => {
    await count(searched('社保卡', '2026-11-01'))
    await count(searched('社保卡', '2026-11-01', { searches: 50 }))
    await count(searched('社保卡', '2026-11-02'))
    assert.deepEqual(await rows('社保卡'), [])
    assert.deepEqual(
      (await rows('')).map(({ searches }) => searches),
      [51, 1],
    )
    await count(
      searched('社保卡', '2026-11-03', {
        positions: new Map([
          [1, 2],
          [5, 1],
        ]),
      }),
    )
    assert.deepEqual(await rows('社保卡'), [{ day: '2026-11-03', searches: 1, zero: 0, clicks: 3, sum: 7 }])
  })

  it('never name a telephone number, however often it is asked', async () => {
    for (const day of ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'])
      await count(searched('13800138000', day))
    assert.deepEqual(await rows('13800138000'), [])
  })

  it('add up by place in the list', async () => {
    await count(searched('社保卡', '2026-11-03', { positions: new Map([[1, 1]]) }))
    const { rows: clicks } = await kit.pool.query(
      'SELECT position, clicks FROM search.click_day WHERE words = $1 ORDER BY 1',
      ['社保卡'],
    )
    assert.deepEqual(clicks, [
      { position: 1, clicks: 3 },
      { position: 5, clicks: 1 },
    ])
  })

  it('tell hot words: asked on several days, and finding something', async () => {
    for (const day of ['2026-11-04', '2026-11-05', '2026-11-06', '2026-11-07', '2026-11-08'])
      await count(
        searched('社保卡', day, { searches: 5 }),
        searched('公租房', day, { searches: 9, place: 'jichuan' }),
        searched('飞碟', day, { searches: 90, zero: 90 }),
      )
    await count(searched('起哄', '2026-11-08', { searches: 900 }))
    const hot = (place: string) => kit.view((view) => hotWords(view, { place, today: '2026-11-08', limit: 5 }))
    assert.deepEqual(await hot('yunling'), ['社保卡', '公租房'])
    assert.deepEqual(await hot('jichuan'), ['公租房', '社保卡'])
  })

  it('forget old marks and old figures', async () => {
    await kit.work((work) => forgetOldSearches(work, '2029-01-01'))
    const { rows: left } = await kit.pool.query<{ count: number }>(
      'SELECT (SELECT count(*) FROM search.query_day) + (SELECT count(*) FROM search.query_waiting) AS count',
    )
    assert.equal(Number(left[0]?.count), 0)
  })
})
