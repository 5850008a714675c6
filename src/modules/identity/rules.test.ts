import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PasswordRule } from './contract.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { countFailure, faultsOfPassword, isLocked, mustChangePassword } from './rules.ts'
import { temporaryPassword } from './temporary-password.ts'

const rule: PasswordRule = {
  minLength: 10,
  classes: 3,
  notReused: 5,
  maxAgeDays: 90,
  lockAfter: 5,
  lockMinutes: 15,
  idleMinutes: 30,
  absoluteHours: 12,
}
const now = new Date('2026-11-21T08:00:00Z')

test('a password is long enough, of three kinds of characters, and without the login', () => {
  assert.deepEqual(faultsOfPassword('Xiahe-2026-yu', 'clerk', rule), [])
  assert.deepEqual(faultsOfPassword('a1', 'clerk', rule), ['password-short', 'password-classes'])
  assert.deepEqual(faultsOfPassword('lowercaseonly', 'clerk', rule), ['password-classes'])
  assert.deepEqual(faultsOfPassword('My-CLERK-2026', 'clerk', rule), ['password-login'])
  // Letters outside ASCII count as one character each, and as the class "other".
  assert.deepEqual(faultsOfPassword('春江潮水连海平2026a', 'clerk', rule), [])
  assert.deepEqual(faultsOfPassword('😀😀😀😀a1', 'clerk', rule), ['password-short'])
})

test('a temporary password satisfies the rule, however strict', () => {
  for (let i = 0; i < 200; i++) {
    const strict = { ...rule, minLength: 8 + (i % 20), classes: 4 }
    assert.deepEqual(faultsOfPassword(temporaryPassword(strict), 'clerk', strict), [])
  }
})

test('a password grows old unless the rule lets it live for ever', () => {
  const set = (at: string) => ({ must_change_password: false, password_set_at: new Date(at) })
  assert.equal(mustChangePassword(set('2026-08-24T08:00:00Z'), rule, now), false)
  assert.equal(mustChangePassword(set('2026-08-23T07:59:59Z'), rule, now), true)
  assert.equal(mustChangePassword(set('1999-01-01T00:00:00Z'), { ...rule, maxAgeDays: 0 }, now), false)
  assert.equal(mustChangePassword({ ...set('2026-11-21T00:00:00Z'), must_change_password: true }, rule, now), true)
})

test('the fifth wrong password locks, and after the lock the count starts anew', () => {
  let tries: ReturnType<typeof countFailure> = { failed_count: 0, locked_until: null }
  for (let i = 0; i < 4; i++) tries = countFailure(tries, rule, now)
  assert.equal(isLocked(tries, now), false)
  tries = countFailure(tries, rule, now)
  assert.equal(tries.locked_until?.toISOString(), '2026-11-21T08:15:00.000Z')
  assert.equal(isLocked(tries, new Date('2026-11-21T08:14:59Z')), true)
  const later = new Date('2026-11-21T08:15:00Z')
  assert.equal(isLocked(tries, later), false)
  assert.deepEqual(countFailure(tries, rule, later), { failed_count: 1, locked_until: null })
})

test('passwords are kept as argon2id with 19 MiB and two passes, and checked in any composition of characters', async () => {
  const stored = await hashPassword('Caf\u00e9-2026-x')
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(await isPassword(stored, 'Cafe\u0301-2026-x'), true)
  assert.equal(await isPassword(stored, 'cafe-2026-x'), false)
  assert.equal(await isPassword(null, 'nobody has this password'), false)
})
