import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createQueue } from './queue.ts'

test('what is noted while it is read is out of date, what is noted before is not', () => {
  const queue = createQueue()
  queue.add(['item:a', 'item:b'])
  const reading = queue.read()
  queue.add(['item:a'])
  queue.outdate(['item:c'])
  assert.deepEqual(
    ['item:a', 'item:b', 'item:c'].map((source) => reading.isFresh(source)),
    [false, true, false],
  )
  reading.end()
  assert.equal(queue.read().isFresh('item:a'), true)
})

test('a reading stays out of date when another one, begun later, has ended', () => {
  const queue = createQueue()
  const slow = queue.read()
  queue.add(['item:a'])
  const quick = queue.read()
  assert.equal(quick.isFresh('item:a'), true)
  quick.end()
  assert.equal(slow.isFresh('item:a'), false)
  slow.end()
})

test('a reading that ends leaves what those begun before it have to know', () => {
  const queue = createQueue()
  const first = queue.read()
  queue.add(['item:a', 'item:b'])
  const second = queue.read()
  queue.add(['item:b'])
  first.end()
  assert.deepEqual([second.isFresh('item:a'), second.isFresh('item:b')], [true, false])
})

test('what is given up is that and nothing else', () => {
  const queue = createQueue()
  queue.add(['item:a', 'item:b'])
  queue.drop('urgent', ['item:b'])
  assert.deepEqual(queue.take('urgent', 5), ['item:a'])
})
