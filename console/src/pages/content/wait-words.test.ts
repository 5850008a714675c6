import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitSince } from './wait-words.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')

test('waiting is told in minutes, then hours, then days', () => {
  assert.deepEqual(waitSince('2026-11-20T09:15:00+08:00', now), { unit: 'minutes', count: 45, rest: 0 })
  assert.deepEqual(waitSince('2026-11-20T06:50:00+08:00', now), { unit: 'hours', count: 3, rest: 10 })
  assert.deepEqual(waitSince('2026-11-18T05:00:00+08:00', now), { unit: 'days', count: 2, rest: 5 })
})

test('a clock that runs ahead does not make negative waits', () => {
  assert.deepEqual(waitSince('2026-11-20T10:05:00+08:00', now), { unit: 'minutes', count: 0, rest: 0 })
})
