import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitor } from '../../kernel/actor.ts'
import { canManageDivision, canManageOrganisation } from './policies.ts'

const holder = (permission: string, tree = 'organisation') => ({
  ...visitor,
  grants: [{ permission, tree, path: '/1/2/', stage: null }],
})

test('organisations are changed with organisation.manage, in one’s subtree only', () => {
  assert.equal(canManageOrganisation(holder('organisation.manage'), '/1/2/3/'), true)
  assert.equal(canManageOrganisation(holder('organisation.manage'), '/1/'), false)
  assert.equal(canManageOrganisation(holder('organisation.manage'), '/1/22/'), false)
  assert.equal(canManageOrganisation(holder('division.manage'), '/1/2/'), false)
  assert.equal(canManageOrganisation(holder('organisation.manage', 'site'), '/1/2/'), false)
})

test('divisions are changed with division.manage, below one’s own government; those nobody keeps by nobody', () => {
  assert.equal(canManageDivision(holder('division.manage'), '/1/2/'), true)
  assert.equal(canManageDivision(holder('division.manage'), '/1/'), false)
  assert.equal(canManageDivision(holder('division.manage'), ''), false)
  assert.equal(canManageDivision(holder('organisation.manage'), '/1/2/'), false)
})
