import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Actor, system, visitor } from '../../kernel/actor.ts'
import {
  canGiveTo,
  canManageBlueprints,
  canManageChannels,
  canManageSettings,
  canManageSite,
  canRegisterSite,
} from './policies.ts'

const holding = (permission: string, tree: 'organisation' | 'site', path: string): Actor => ({
  ...visitor,
  kind: 'person',
  grants: [{ permission, tree, path, stage: null }],
})
const site = { path: '/1/15/', owner_path: '/3/8/' }
const checks = [
  ['site.manage', canManageSite],
  ['setting.manage', canManageSettings],
  ['channel.manage', canManageChannels],
] as const

describe('what may be done on a site', () => {
  for (const [permission, can] of checks) {
    it(`${permission} holds in the subtree it was given for, by site or by owner`, () => {
      assert.ok(can(holding(permission, 'site', '/1/'), site))
      assert.ok(can(holding(permission, 'organisation', '/3/'), site))
      assert.ok(can(system('导入'), site))
    })
    it(`${permission} is refused elsewhere, and to holders of other permissions`, () => {
      assert.ok(!can(holding(permission, 'site', '/1/16/'), site))
      assert.ok(!can(holding(permission, 'organisation', '/4/'), site))
      assert.ok(!can(holding('document.write', 'site', '/1/'), site))
      assert.ok(!can(visitor, site))
    })
  }
})

it('a site is registered by whoever manages its owner or the site above', () => {
  const owner = { path: '/3/8/' }
  assert.ok(canRegisterSite(holding('site.manage', 'organisation', '/3/'), owner, null))
  assert.ok(canRegisterSite(holding('site.manage', 'site', '/1/'), owner, { path: '/1/15/' }))
  assert.ok(!canRegisterSite(holding('site.manage', 'site', '/1/'), owner, null))
  assert.ok(!canRegisterSite(holding('channel.manage', 'organisation', '/3/'), owner, null))
})

it('a site is given to a body one manages, or by whoever manages the site', () => {
  assert.ok(canGiveTo(holding('site.manage', 'organisation', '/4/'), { path: '/4/2/' }, site))
  assert.ok(!canGiveTo(holding('site.manage', 'organisation', '/3/'), { path: '/4/2/' }, site))
})

it('blueprints are for those who manage them', () => {
  assert.ok(canManageBlueprints(holding('blueprint.manage', 'organisation', '/3/')))
  assert.ok(!canManageBlueprints(holding('site.manage', 'organisation', '/3/')))
})
