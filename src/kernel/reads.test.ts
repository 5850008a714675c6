import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Change, Point } from './changes.ts'
import { countKey, type ListWindow, pinnedKey, touchedFrom, touchesWindow, touchOf } from './reads.ts'

const NOW = Date.parse('2026-11-25T08:00:00Z')
const ID = '0190b1c2-0000-7000-8000-000000000001'

const aPoint = (point: Partial<Point> = {}): Point => ({
  list: 'notices',
  low: { at: NOW - 1_000, id: ID },
  high: { at: NOW - 1_000, id: ID },
  instants: [NOW - 1_000],
  step: 1,
  isPinned: false,
  form: 'live',
  ...point,
})
const aChange = (change: Partial<Change> = {}): Change => ({
  xid: 7,
  keys: [],
  points: [],
  isTakedown: false,
  subjects: [],
  ...change,
})
const window = (from: number | null, to: number | null, isMembersOnly = false): ListWindow => ({
  list: 'notices',
  from: from === null ? null : { at: from, id: ID },
  to: to === null ? null : { at: to, id: ID },
  isMembersOnly,
})

describe('which keys a change touches', () => {
  test('at once, or from the instant on at which it takes effect', () => {
    const keys = [
      { key: 'setting:a', dueAt: null },
      { key: 'setting:b', dueAt: NOW - 1 },
      { key: 'setting:c', dueAt: NOW + 5_000 },
    ]
    const { keys: touched } = touchOf(aChange({ keys }), NOW)
    assert.deepEqual(
      [...touched],
      [
        ['setting:a', -Infinity],
        ['setting:b', -Infinity],
        ['setting:c', NOW + 5_000],
      ],
    )
  })

  test('the same key now and later is touched now', () => {
    const keys = [
      { key: 'templates', dueAt: NOW + 5_000 },
      { key: 'templates', dueAt: null },
    ]
    assert.equal(touchOf(aChange({ keys }), NOW).keys.get('templates'), -Infinity)
  })

  test('what comes to a list touches its count, the item and its card; what reads otherwise does not touch the count', () => {
    const { keys } = touchOf(aChange({ points: [aPoint()] }), NOW)
    assert.deepEqual([...keys.keys()].toSorted(), [`card:${ID}`, countKey('notices'), `item:${ID}`].toSorted())
    const edit = touchOf(aChange({ points: [aPoint({ step: 0, form: null })] }), NOW)
    assert.deepEqual([...edit.keys], [])
    assert.equal(edit.points.length, 1)
  })

  test('a count that goes up and down in one change is not touched', () => {
    const other = { at: NOW - 9_000, id: ID }
    const points = [aPoint(), aPoint({ step: -1, low: other, high: other, form: 'other' })]
    const touch = touchOf(aChange({ points }), NOW)
    assert.equal(touch.keys.has(countKey('notices')), false)
    assert.equal(touch.points.length, 2)
  })

  test('something put down for later touches nothing before', () => {
    const touch = touchOf(aChange({ points: [aPoint({ instants: [NOW + 60_000] })] }), NOW)
    assert.deepEqual(
      touch.points.map((point) => point.from),
      [NOW + 60_000],
    )
    assert.equal(touch.keys.get(countKey('notices')), NOW + 60_000)
  })

  test('what never shows touches nothing', () => {
    const touch = touchOf(aChange({ points: [aPoint({ instants: [] })] }), NOW)
    assert.deepEqual([touch.points, [...touch.keys]], [[], []])
  })

  test('a pinned item touches the pinned ones of its list', () => {
    assert.equal(touchOf(aChange({ points: [aPoint({ isPinned: true })] }), NOW).keys.has(pinnedKey('notices')), true)
  })
})

describe('what goes and comes at the same place in the same form', () => {
  test('touches nothing', () => {
    const touch = touchOf(aChange({ points: [aPoint({ step: -1 }), aPoint()] }), NOW)
    assert.deepEqual([touch.points, [...touch.keys]], [[], []])
  })

  test('differs only at the instants to come', () => {
    const end = NOW + 60_000
    const points = [aPoint({ step: -1 }), aPoint({ instants: [NOW - 1_000, end] })]
    const touch = touchOf(aChange({ points }), NOW)
    assert.deepEqual(
      touch.points.map(({ from, step }) => ({ from, step })),
      [{ from: end, step: -1 }],
    )
  })

  test('in another form, or pinned now and not before, it is a change', () => {
    const renamed = touchOf(aChange({ points: [aPoint({ step: -1 }), aPoint({ form: 'another title' })] }), NOW)
    assert.equal(renamed.points.length, 2)
    const pinned = touchOf(aChange({ points: [aPoint({ step: -1 }), aPoint({ isPinned: true })] }), NOW)
    assert.equal(pinned.points.length, 2)
  })

  test('of which one is not shown yet, it is a change', () => {
    const later = NOW + 60_000
    const touch = touchOf(aChange({ points: [aPoint({ step: -1 }), aPoint({ instants: [later] })] }), NOW)
    assert.deepEqual(
      touch.points.map((point) => point.from),
      [-Infinity, later],
    )
  })
})

describe('a window of a list', () => {
  const at = (ms: number, point: Partial<Point> = {}) =>
    aPoint({ low: { at: ms, id: ID }, high: { at: ms, id: ID }, ...point })

  test('is touched by what falls into it, both ends included, and by nothing beside it', () => {
    const one = window(100, 200)
    assert.deepEqual(
      [99, 100, 150, 200, 201].map((ms) => touchesWindow(at(ms), one)),
      [false, true, true, true, false],
    )
    assert.equal(touchesWindow(at(150, { list: 'other' }), one), false)
    assert.equal(touchesWindow(at(10 ** 15), window(100, null)), true)
    assert.equal(touchesWindow(at(-5), window(null, 200)), true)
  })

  test('with ids at its end, tells apart what has the same instant', () => {
    const [lower, higher] = ['0190b1c2-0000-7000-8000-000000000000', '0190b1c2-0000-7000-8000-00000000000f']
    const one = window(100, null)
    assert.equal(touchesWindow(at(100, { low: { at: 100, id: lower }, high: { at: 100, id: lower } }), one), false)
    assert.equal(touchesWindow(at(100, { low: { at: 100, id: higher }, high: { at: 100, id: higher } }), one), true)
  })

  test('of members only is not touched by what reads otherwise', () => {
    assert.equal(touchesWindow(at(150, { step: 0 }), window(100, 200, true)), false)
    assert.equal(touchesWindow(at(150, { step: 0 }), window(100, 200)), true)
    assert.equal(touchesWindow(at(150, { step: -1 }), window(100, 200, true)), true)
  })

  test('that is touched now and later is touched now', () => {
    const points = [at(150, { instants: [NOW + 9_000], form: null }), at(160, { form: null })]
    const touch = touchOf(aChange({ points }), NOW)
    assert.equal(touchedFrom(touch, { keys: [], windows: [window(100, 200)] }), -Infinity)
    assert.equal(touchedFrom(touch, { keys: [], windows: [window(100, 155)] }), NOW + 9_000)
    assert.equal(touchedFrom(touch, { keys: [], windows: [window(300, null)] }), null)
  })
})
