import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, visitor } from '../../kernel/actor.ts'
import { Role as RoleList, type Role } from './contract.ts'
import {
  canGrant,
  canListAccounts,
  canManageAccount,
  canReadAccount,
  canRevoke,
  canSeeSessions,
  canSetRules,
  canTakeInHand,
  type Subject,
} from './policies.ts'
import { PERMISSIONS, ROLES } from './roles.ts'

const actor = (role: Role, path: string, id = 'me'): Actor => ({
  ...visitor,
  kind: 'person',
  id,
  grants: ROLES[role].permissions.map((permission) => ({ permission, tree: 'organisation', path, stage: null })),
})
const subject = (path: string, administrator: Role | null = null): Subject => ({ id: 'them', path, administrator })
const roles = RoleList.options
const who = (check: (one: Actor) => boolean) => roles.filter((role) => check(actor(role, '/1/2/')))

test('each permission is held by some role, and the three administrators share none', () => {
  const admins = (['system_admin', 'security_admin', 'audit_admin'] as const).map((role) => ROLES[role].permissions)
  assert.equal(new Set(admins.flat()).size, admins.flat().length)
  for (const permission of PERMISSIONS) assert.ok(roles.some((role) => ROLES[role].permissions.includes(permission)))
})

test('accounts are opened and changed by system administrators only, in their subtree', () => {
  assert.deepEqual(
    who((one) => canManageAccount(one, subject('/1/2/3/'))),
    ['system_admin'],
  )
  assert.deepEqual(
    who((one) => canManageAccount(one, subject('/1/'))),
    [],
  )
  assert.deepEqual(
    who((one) => canManageAccount(one, subject('/1/22/'))),
    [],
  )
})

test('accounts are seen by the administrators and by oneself', () => {
  const admins = ['system_admin', 'security_admin', 'audit_admin']
  assert.deepEqual(who(canListAccounts), admins)
  assert.deepEqual(
    who((one) => canReadAccount(one, subject('/1/2/3/'))),
    admins,
  )
  assert.deepEqual(
    who((one) => canReadAccount(one, subject('/1/9/'))),
    [],
  )
  assert.equal(canReadAccount(actor('editor', '/1/2/', 'them'), subject('/1/9/')), true)
})

test('administrators are taken in hand by their own kind, everybody else by system administrators, nobody by themselves', () => {
  const takers = (administrator: Role | null) => who((one) => canTakeInHand(one, subject('/1/2/3/', administrator)))
  assert.deepEqual(takers(null), ['system_admin'])
  assert.deepEqual(takers('system_admin'), ['system_admin'])
  assert.deepEqual(takers('security_admin'), ['security_admin'])
  assert.deepEqual(takers('audit_admin'), ['audit_admin'])
  assert.equal(canTakeInHand(actor('system_admin', '/1/', 'them'), subject('/1/2/')), false)
})

test('roles are given and taken by security administrators, inside their subtree, never for themselves', () => {
  const place = { organisation: '/1/2/3/' }
  assert.deepEqual(
    who((one) => canGrant(one, subject('/1/2/3/'), place)),
    ['security_admin'],
  )
  assert.deepEqual(
    who((one) => canGrant(one, subject('/1/2/3/'), { organisation: '/1/' })),
    [],
  )
  assert.deepEqual(
    who((one) => canGrant(one, subject('/1/9/'), place)),
    [],
  )
  assert.equal(canGrant(actor('security_admin', '/1/', 'them'), subject('/1/2/'), place), false)
  assert.deepEqual(
    who((one) => canRevoke(one, subject('/1/9/'), '/1/2/3/')),
    ['security_admin'],
  )
  assert.deepEqual(
    who((one) => canRevoke(one, subject('/1/2/'), '/1/9/')),
    [],
  )
  assert.equal(canRevoke(actor('security_admin', '/1/', 'them'), subject('/1/2/'), '/1/2/'), false)
})

test('sessions of others are for security administrators, rules for those of the whole tree', () => {
  assert.deepEqual(
    who((one) => canSeeSessions(one, subject('/1/2/3/'))),
    ['security_admin'],
  )
  assert.deepEqual(
    who((one) => canSeeSessions(one, subject('/1/9/'))),
    [],
  )
  assert.deepEqual(
    who((one) => canSetRules(one, ['/1/2/'])),
    ['security_admin'],
  )
  assert.deepEqual(
    who((one) => canSetRules(one, ['/1/'])),
    [],
  )
})
