import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openPass, sealPass } from './rules.ts'

const pass = {
  siteId: '0197b0a2-3c44-7d21-9f00-1234567890ab',
  at: new Date('2026-11-20T01:00:00Z'),
  until: new Date('2026-11-21T01:00:00Z'),
}
const now = new Date('2026-11-20T12:00:00Z')
const token = sealPass('secret', pass)

describe('a pass', () => {
  test('opens to what was sealed', () => {
    assert.deepEqual(openPass('secret', token, now), { state: 'good', pass })
  })

  test('for an instant before 1970 opens too', () => {
    const early = { ...pass, at: new Date('1969-01-01T00:00:00Z') }
    assert.deepEqual(openPass('secret', sealPass('secret', early), now), { state: 'good', pass: early })
  })

  test('ends at its end, not a millisecond later', () => {
    assert.equal(openPass('secret', token, new Date(pass.until.getTime() - 1)).state, 'good')
    assert.equal(openPass('secret', token, pass.until).state, 'ended')
  })

  test('of another secret, or with any character changed, is forged', () => {
    assert.equal(openPass('another', token, now).state, 'forged')
    for (let index = 0; index < token.length; index++) {
      const changed = token.slice(0, index) + (token[index] === 'a' ? 'b' : 'a') + token.slice(index + 1)
      assert.equal(openPass('secret', changed, now).state, 'forged', changed)
    }
    for (const text of ['', 'x', '-', `${token}a`, token.slice(1), '中文']) {
      assert.equal(openPass('secret', text, now).state, 'forged', text)
    }
  })
})
