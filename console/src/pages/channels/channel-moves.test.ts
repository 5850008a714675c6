import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dropOf, isWithin, stepOf } from './channel-moves.ts'

const nodes = [
  { id: 'news', parentId: null, kind: 'list', depth: 0 },
  { id: 'local', parentId: 'news', kind: 'list', depth: 1 },
  { id: 'mayor', parentId: 'news', kind: 'page', depth: 1 },
  { id: 'open', parentId: null, kind: 'aggregate', depth: 0 },
  { id: 'link', parentId: null, kind: 'link', depth: 0 },
] as const

test('a channel dropped before another takes its place', () => {
  assert.deepEqual(dropOf(nodes, 'link', 'open', 'before'), { parentId: null, position: 1 })
})

test('positions are counted without the channel that moves', () => {
  assert.deepEqual(dropOf(nodes, 'news', 'link', 'after'), { parentId: null, position: 2 })
})

test('nothing can be dropped into itself, below itself or into a kind that holds none', () => {
  assert.equal(dropOf(nodes, 'news', 'local', 'in'), undefined)
  assert.equal(dropOf(nodes, 'news', 'news', 'after'), undefined)
  assert.equal(dropOf(nodes, 'open', 'link', 'in'), undefined)
  assert.equal(isWithin(nodes, 'local', 'news'), true)
})

test('keys move up, in behind the last child, and out behind the parent', () => {
  assert.deepEqual(stepOf(nodes, 'open', 'up'), { parentId: null, position: 0 })
  assert.deepEqual(stepOf(nodes, 'open', 'in'), { parentId: 'news', position: 2 })
  assert.deepEqual(stepOf(nodes, 'local', 'out'), { parentId: null, position: 1 })
  assert.equal(stepOf(nodes, 'news', 'up'), undefined)
  assert.equal(stepOf(nodes, 'link', 'down'), undefined)
})
