import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldParts, type ReceiptPart } from './receipts-read.ts'

const part = (change: Partial<ReceiptPart> = {}): ReceiptPart => ({
  node: 'one:1',
  pages: 10,
  sites: 2,
  done: 10,
  failed: 0,
  begun: 1_000,
  finished: 1_400,
  isCancelWanted: false,
  isLiving: true,
  listed: [],
  ...change,
})

test('the last page of all processes says how long it took', () => {
  const { state, tookMs } = foldParts([part(), part({ node: 'one:2', begun: 900, finished: 1_900 })])
  assert.deepEqual([state, tookMs], ['done', 1_000])
})

test('processes of one machine share its pages, another machine keeps the same ones again', () => {
  const { pages } = foldParts([
    part({ pages: 7 }),
    part({ node: 'one:2', pages: 4 }),
    part({ node: 'two:1', pages: 9 }),
  ])
  assert.equal(pages, 11)
})

test('pages that wait are running while their process lives, and interrupted when it is gone', () => {
  const open = { finished: null, done: 3 }
  assert.deepEqual(foldParts([part(open)]), {
    ...foldParts([part(open)]),
    state: 'running',
    progress: 30,
    tookMs: null,
  })
  assert.equal(foldParts([part({ ...open, isLiving: false })]).state, 'interrupted')
})

test('cancelled is what was stopped before its end, not what was done by then', () => {
  assert.equal(foldParts([part({ isCancelWanted: true, done: 4 })]).state, 'cancelled')
  assert.equal(foldParts([part({ isCancelWanted: true, done: 9, failed: 1 })]).state, 'done')
})

test('each address is listed once, and its sites are counted', () => {
  const { sample, sites } = foldParts([
    part({
      sites: 1,
      listed: ['a', 'b'],
      sample: [
        ['a', 'http://a/'],
        ['b', 'http://b/'],
      ],
    }),
    part({
      node: 'one:2',
      sites: 2,
      listed: ['b', 'c'],
      sample: [
        ['b', 'http://b/'],
        ['c', 'http://c/'],
      ],
    }),
  ])
  assert.deepEqual([sample.length, sites], [3, 3])
})
