import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptsFile } from './accepts-file.ts'
import { errorAt } from './error-at.ts'
import { rowsOf, treeAfter, windowOf, emptyTree } from './lazy-tree-state.ts'
import { pagesAround, rangeOf } from './pages-around.ts'
import { sizeWords } from './size-words.ts'
import { nextSort, sortOf } from './sort.ts'
import { formatMoment, shanghaiInstant } from './time.ts'

test('a pager offers first, last and the pages around, with gaps only where they save something', () => {
  assert.deepEqual(pagesAround(1, 1), [1])
  assert.deepEqual(pagesAround(1, 5), [1, 2, 3, 4, 5])
  assert.deepEqual(pagesAround(1, 20), [1, 2, 3, 4, 0, 20])
  assert.deepEqual(pagesAround(10, 20), [1, 0, 9, 10, 11, 0, 20])
  assert.deepEqual(pagesAround(20, 20), [1, 0, 17, 18, 19, 20])
})

test('the range names the rows on this page', () => {
  assert.deepEqual(rangeOf(3, 50, 12), { from: 101, to: 112 })
  assert.deepEqual(rangeOf(1, 50, 0), { from: 0, to: 0 })
})

test('sorting turns round on the second click and starts downwards for dates', () => {
  assert.equal(nextSort(undefined, 'title', false), 'title')
  assert.equal(nextSort('title', 'title', false), '-title')
  assert.equal(nextSort('-title', 'changedAt', true), '-changedAt')
  assert.equal(sortOf('-changedAt', 'changedAt'), 'descending')
  assert.equal(sortOf('changedAt', 'title'), undefined)
})

test('instants are shown on the clock of Shanghai and picked times go back as such', () => {
  assert.equal(formatMoment('2026-11-20T16:30:00Z'), '2026-11-21 00:30')
  assert.equal(formatMoment('2026-11-20'), '2026-11-20')
  assert.equal(new Date(shanghaiInstant('2026-11-21 00:30')).toISOString(), '2026-11-20T16:30:00.000Z')
})

test('a field finds its error with or without the body prefix, and joins several', () => {
  const problem = {
    errors: [
      { pointer: '/body/title', detail: '标题太长' },
      { pointer: '/body/title', detail: '标题含有控制字符' },
      { pointer: '/titles', detail: '别的' },
    ],
  }
  assert.equal(errorAt(problem, '/title'), '标题太长；标题含有控制字符')
  assert.equal(errorAt(problem, '/summary'), undefined)
  assert.equal(errorAt(null, '/title'), undefined)
})

test('a tree shows only open branches, and what is still being fetched', () => {
  const county = { id: 'c', label: '云麓县', hasChildren: true }
  let tree = treeAfter(emptyTree, { act: 'loaded', parentId: '', children: [county] })
  assert.deepEqual(
    rowsOf(tree).map((row) => row.kind),
    ['node'],
  )
  tree = treeAfter(tree, { act: 'open', id: 'c' })
  assert.deepEqual(
    rowsOf(tree).map((row) => row.kind),
    ['node', 'loading'],
  )
  tree = treeAfter(tree, { act: 'loaded', parentId: 'c', children: [] })
  assert.deepEqual(
    rowsOf(tree).map((row) => row.kind),
    ['node', 'empty'],
  )
  tree = treeAfter(tree, { act: 'failed', parentId: 'c' })
  assert.equal(rowsOf(tree)[1]?.kind, 'failed')
  assert.equal(rowsOf(treeAfter(tree, { act: 'close', id: 'c' })).length, 1)
})

test('of 50,000 rows only those in sight are drawn', () => {
  assert.deepEqual(windowOf(50_000, { top: 32_000, height: 640, row: 32 }, 10), { from: 990, to: 1030 })
  assert.deepEqual(windowOf(3, { top: 0, height: 640, row: 32 }), { from: 0, to: 3 })
  assert.deepEqual(windowOf(0, { top: 999, height: 640, row: 32 }), { from: 0, to: 0 })
})

test('dropped files are held to the same kinds as chosen ones', () => {
  assert.equal(acceptsFile({ name: '附件.PDF', type: '' }, '.pdf,.docx'), true)
  assert.equal(acceptsFile({ name: 'a.png', type: 'image/png' }, 'image/*'), true)
  assert.equal(acceptsFile({ name: 'a.exe', type: 'application/x-msdownload' }, 'image/*,.pdf'), false)
})

test('sizes are short', () => {
  assert.deepEqual([0, 1023, 38_912, 2_516_582].map(sizeWords), ['0 B', '1023 B', '38 KB', '2.4 MB'])
})
