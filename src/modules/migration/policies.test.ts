import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anActor } from '../../../test/kit/factories.ts'
import { canImport } from './policies.ts'

const place = { organisation: '/1/2/', site: '/5/6/' }

test('importing needs import.run at the site or above its owner', () => {
  assert.equal(canImport(anActor({ permissions: ['import.run'], organisation: { path: '/1/' } }), place), true)
  assert.equal(canImport(anActor({ permissions: ['import.run'], site: { path: '/5/6/' } }), place), true)
  assert.equal(canImport(anActor({ permissions: ['import.run'], organisation: { path: '/1/3/' } }), place), false)
  assert.equal(canImport(anActor({ permissions: ['document.publish'], organisation: { path: '/1/' } }), place), false)
})
