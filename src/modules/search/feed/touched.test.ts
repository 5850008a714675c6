import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change, Point } from '../../../kernel/changes.ts'
import { REBUILD, touchedBy } from './touched.ts'

const NOW = 1_000_000
const change = (keys: [string, number | null][], rest: Partial<Change> = {}): Change => ({
  xid: 7,
  keys: keys.map(([key, dueAt]) => ({ key, dueAt })),
  points: [],
  isTakedown: false,
  subjects: [],
  ...rest,
})
const point = (low: string | null, high: string | null): Point => ({
  list: 'c1',
  low: { at: 5, id: low },
  high: { at: 9, id: high },
  instants: [],
  step: 1,
  isPinned: false,
  form: null,
})
const sourcesOf = (...changes: Change[]) => [...touchedBy(changes, NOW).sources].toSorted()

test('an item is read again, whatever of it changed', () => {
  assert.deepEqual(sourcesOf(change([['item:a', null]]), change([['card:a', null]])), ['item:a'])
  assert.deepEqual(sourcesOf(change([], { points: [point('a', 'a')] })), ['item:a'])
})

test('many placements at once are a stretch of a channel, read in pages', () => {
  assert.deepEqual(sourcesOf(change([], { points: [point(null, null)] })), ['walk:stretch:c1~5~9|'])
  const between = { ...point(null, null), ids: ['a', 'f'] as const }
  assert.deepEqual(sourcesOf(change([], { points: [between] })), ['walk:stretch:c1~5~9~a~f|'])
})

test('what is taken down is hidden at once, what will be taken down is not', () => {
  const now = touchedBy([change([['item:a', null]], { isTakedown: true })], NOW)
  assert.deepEqual([...now.hidden], ['item:a'])
  const later = touchedBy([change([['item:a', NOW + 5]], { isTakedown: true })], NOW)
  assert.deepEqual([[...later.hidden], [...later.sources]], [[], ['item:a']])
  const site = touchedBy([change([['site:s', null]], { isTakedown: true })], NOW)
  assert.deepEqual([...site.sitesDown], ['s'])
})

test('an organisation takes its persons and its texts along', () => {
  assert.deepEqual(sourcesOf(change([['organisation:o', null]])), [
    'organisation:o',
    'people:o',
    'walk:organisation:o|',
  ])
})

test('keys that say nothing about documents touch nothing', () => {
  const touched = touchedBy(
    [
      change([
        ['cuts:c1/20', null],
        ['setting:s:list.pageSize', null],
        ['nav:s', null],
      ]),
    ],
    NOW,
  )
  assert.deepEqual([touched.sources.size, touched.wantsRebuild, touched.wantsRules], [0, false, false])
})

test('how texts age stands in every document', () => {
  const touched = touchedBy([change([['codes:indicatorClass', null]])], NOW)
  assert.deepEqual([touched.wantsRebuild, [...touched.sources]], [true, [REBUILD]])
  assert.equal(touchedBy([change([['codes:genre', null]])], NOW).wantsRebuild, false)
})

test('a change of more than texts is told: what many documents share is another', () => {
  const isTextOnly = (key: string) => touchedBy([change([[key, null]])], NOW).isTextOnly
  assert.deepEqual(['item:a', 'card:a', 'path:s:/a'].map(isTextOnly), [true, true, true])
  assert.deepEqual(['site:s', 'channels:s', 'codes:themeClass', 'organisation:o'].map(isTextOnly), [
    false,
    false,
    false,
    false,
  ])
})
