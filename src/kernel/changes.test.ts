import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hasSeen, isAhead, NOTHING_SEEN, parseSnapshot, snapshotText } from './changes.ts'

describe('what a snapshot has seen', () => {
  const snapshot = parseSnapshot('100:110:100,104')

  test('all below, none from its end on, of those between not the ones that were running', () => {
    assert.equal(hasSeen(snapshot, 99), true)
    assert.equal(hasSeen(snapshot, 100), false)
    assert.equal(hasSeen(snapshot, 103), true)
    assert.equal(hasSeen(snapshot, 104), false)
    assert.equal(hasSeen(snapshot, 109), true)
    assert.equal(hasSeen(snapshot, 110), false)
    assert.equal(hasSeen(NOTHING_SEEN, 3), false)
  })

  test('is written as PostgreSQL writes it', () => {
    assert.equal(snapshotText(snapshot), '100:110:100,104')
    assert.equal(snapshotText(parseSnapshot('7:7:')), '7:7:')
    assert.deepEqual(parseSnapshot('7:7:'), { xmin: 7, xmax: 7, xip: [] })
  })

  test('is ahead of another when it knows something more, and never of itself', () => {
    const later = ['100:111:100,104', '104:110:104', '100:110:100', '110:110:']
    for (const text of later) {
      assert.equal(isAhead(parseSnapshot(text), snapshot), true, text)
      assert.equal(isAhead(snapshot, parseSnapshot(text)), false, text)
    }
    assert.equal(isAhead(snapshot, snapshot), false)
    assert.equal(isAhead(snapshot, NOTHING_SEEN), true)
  })
})
