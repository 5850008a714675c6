import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'

test('a pool that is too small for what a worker keeps of it is refused', () => {
  assert.equal(readConfig({ DATABASE_POOL: '4' }).poolSize, 4)
  assert.throws(() => readConfig({ DATABASE_POOL: '3' }), /DATABASE_POOL/)
})
