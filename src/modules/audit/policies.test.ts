import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitor } from '../../kernel/actor.ts'
import { canReadAll, canVerify, readable } from './policies.ts'

const holder = (permission: string, path: string) => ({
  ...visitor,
  grants: [{ permission, tree: 'organisation', path, stage: null }],
})

test('the whole trail is read and verified only by who answers for every root', () => {
  const roots = ['/1/', '/7/']
  assert.equal(canReadAll(holder('audit.read', '/1/'), roots), false)
  assert.equal(canReadAll(holder('audit.read', '/1/'), ['/1/']), true)
  assert.equal(canReadAll(holder('audit.verify', '/1/'), ['/1/']), false)
  assert.equal(canVerify(holder('audit.verify', '/1/2/'), ['/1/']), false)
  assert.equal(canVerify(holder('audit.verify', '/1/'), ['/1/']), true)
  assert.equal(canVerify(holder('audit.read', '/1/'), ['/1/']), false)
})

test('a local auditor reads below their own organisations', () => {
  assert.deepEqual(readable(holder('audit.read', '/1/2/')), ['/1/2/%'])
  assert.deepEqual(readable(holder('document.read', '/1/2/')), [])
})
