import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reach } from './spans.ts'

test('a span that joins what is done moves the end, one further on waits', () => {
  const later = reach({ lineDone: 500, ahead: [] }, [1000, 1500])
  assert.deepEqual(later, { lineDone: 500, ahead: [[1000, 1500]] })
  assert.deepEqual(later && reach(later, [500, 1000]), { lineDone: 1500, ahead: [] })
})

test('what is done already is not done again', () => {
  assert.equal(reach({ lineDone: 500, ahead: [] }, [0, 500]), null)
  assert.equal(reach({ lineDone: 500, ahead: [[1000, 1500]] }, [1000, 1500]), null)
  assert.equal(reach({ lineDone: 500, ahead: [[1000, 1500]] }, [500, 1100]), null)
})
