import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedFields } from './changed-fields.ts'

test('fields stand beside each other, new and gone ones too', () => {
  assert.deepEqual(changedFields({ name: '旧', phone: '1' }, { name: '新', isMain: true }), [
    { name: 'name', before: '旧', after: '新' },
    { name: 'phone', before: '1', after: undefined },
    { name: 'isMain', before: undefined, after: 'true' },
  ])
})

test('something that began or ended has one side only', () => {
  assert.deepEqual(changedFields(null, { code: 'a' }), [{ name: 'code', before: undefined, after: 'a' }])
  assert.deepEqual(changedFields(null, null), [])
})

test('nested values are opened one level, lists stay together', () => {
  assert.deepEqual(
    changedFields({ rule: { minLength: 8 }, hosts: ['a'] }, { rule: { minLength: 10 }, hosts: ['a', 'b'] }),
    [
      { name: 'rule.minLength', before: '8', after: '10' },
      { name: 'hosts', before: '[\n "a"\n]', after: '[\n "a",\n "b"\n]' },
    ],
  )
})
