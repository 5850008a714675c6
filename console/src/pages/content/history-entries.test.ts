import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyEntries } from './history-entries.ts'

const entry = (at: string, act: string, byName = '卓青苗') => ({
  at: `2026-11-20T${at}:00+08:00`,
  act,
  byName,
  note: '',
})

test('the newest comes first, and the saves of one sitting are told once', () => {
  const told = historyEntries([
    entry('09:00', 'create'),
    entry('09:01', 'save'),
    entry('09:05', 'save'),
    entry('09:20', 'submit'),
  ])
  assert.deepEqual(
    told.map((one) => one.act),
    ['submit', 'save', 'create'],
  )
  assert.equal(told[1]?.at, '2026-11-20T09:05:00+08:00')
})

test('of what happened in one act the last comes first', () => {
  const told = historyEntries([entry('09:00', 'create'), entry('09:00', 'publish')])
  assert.deepEqual(
    told.map((one) => one.act),
    ['publish', 'create'],
  )
})

test('another writer, or a later sitting, is told by itself', () => {
  const told = historyEntries([
    entry('09:00', 'save'),
    entry('09:05', 'save', '闻小禾'),
    entry('10:30', 'save', '闻小禾'),
  ])
  assert.equal(told.length, 3)
})
