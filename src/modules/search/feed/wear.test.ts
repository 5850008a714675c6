import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWorn } from './wear.ts'

const noon = Date.parse('2026-11-20T12:00:00+08:00')
const night = Date.parse('2026-11-20T02:30:00+08:00')

test('an index with many dead documents is built anew at night, one with far more at once', () => {
  assert.equal(isWorn({ docs: 30_000, dead: 20_000 }, noon), false)
  assert.equal(isWorn({ docs: 30_000, dead: 20_000 }, night), true)
  assert.equal(isWorn({ docs: 30_000, dead: 100_000 }, noon), true)
  assert.equal(isWorn({ docs: 100, dead: 5_000 }, night), false)
})
