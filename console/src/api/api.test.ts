import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillPath, queryString } from './address.ts'
import { asProblem, parseProblem } from './problem.ts'

test('a problem keeps its code, fields and further members', () => {
  const problem = parseProblem(409, {
    type: '/problems/version-conflict',
    title: '稿件已被修改',
    status: 409,
    instance: 'req-1',
    currentVersion: 8,
    errors: [{ pointer: '/body/title', detail: '太长' }, { pointer: 3 }, 'x'],
  })
  assert.equal(problem.code, 'version-conflict')
  assert.equal(problem.message, '稿件已被修改')
  assert.deepEqual(problem.extra, { currentVersion: 8 })
  assert.deepEqual(problem.errors, [{ pointer: '/body/title', detail: '太长' }])
  assert.equal(problem.isRetryable, false)
})

test('an explicit code wins over the type, and about:blank is no code', () => {
  assert.equal(parseProblem(403, { type: 'about:blank', code: 'forbidden' }).code, 'forbidden')
  assert.equal(parseProblem(403, { type: 'about:blank' }).code, 'http-403')
})

test('a proxy page is still a problem, worth another try', () => {
  const problem = parseProblem(502, '<html>Bad Gateway</html>')
  assert.equal(problem.status, 502)
  assert.equal(problem.isRetryable, true)
})

test('anything thrown becomes a problem once', () => {
  const problem = parseProblem(404, {})
  assert.equal(asProblem(problem), problem)
  assert.equal(asProblem(new TypeError('x')).title, 'x')
})

test('paths are filled and encoded; a missing part is a bug, not a request to the wrong place', () => {
  assert.equal(
    fillPath('/sites/{code}/channels/{id}', { code: '中 文', id: 7 }),
    '/sites/%E4%B8%AD%20%E6%96%87/channels/7',
  )
  assert.throws(() => fillPath('/documents/{id}', { id: '' }))
})

test('empty filters are left out and lists repeat', () => {
  assert.equal(
    queryString({ q: '', status: ['draft', 'review'], page: 2, site: undefined }),
    '?status=draft&status=review&page=2',
  )
  assert.equal(queryString(undefined), '')
})
