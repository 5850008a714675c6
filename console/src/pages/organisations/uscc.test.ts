import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usccFault } from './uscc.ts'

test('a code with the right check character passes, in small letters too', () => {
  assert.equal(usccFault('91350100M000100Y43'), undefined)
  assert.equal(usccFault(' 91350100m000100y43 '), undefined)
})

test('a slip in one character is found', () => {
  assert.equal(usccFault('91350100M000100Y34'), 'check')
  assert.equal(usccFault('91350100M000100I43'), 'letters')
  assert.equal(usccFault('9135'), 'length')
})
