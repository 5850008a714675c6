import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pagePath } from './page-path.ts'

describe('an address for the time machine', () => {
  const host = 'www.jichuan.localhost'
  test('is a path, or a whole address of which the path is taken', () => {
    assert.deepEqual(pagePath(' /tzgg/ ', host), { path: '/tzgg/' })
    assert.deepEqual(pagePath('http://www.jichuan.localhost:8080/tzgg/?v=2', host), { path: '/tzgg/?v=2' })
    assert.deepEqual(pagePath('', host), { path: '' })
  })

  test('of another host, or not an address at all, is said to be so', () => {
    assert.deepEqual(pagePath('https://example.org/tzgg/', host), { fault: 'pageElsewhere' })
    assert.deepEqual(pagePath('tzgg', host), { fault: 'pageWrong' })
    assert.deepEqual(pagePath('/tz gg', host), { fault: 'pageWrong' })
  })
})
