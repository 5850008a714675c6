import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanWords, isNameless, markOf } from './rules-statistics.ts'

test('the same question counts once, however it is typed', () => {
  for (const text of ['公租房 ABC', '  公租房　ＡＢＣ ', '“公租房” abc']) assert.equal(cleanWords(text), '公租房 abc')
})

test('what may be about one person is never named', () => {
  for (const text of ['13800138000', '电话 138-0013-8000', '33010219900101123x', 'zhang@example.com', '字'.repeat(31)])
    assert.ok(isNameless(cleanWords(text)), text)
  for (const text of ['公租房怎么申请', '云政发〔2026〕38号', '2026年', '12345', '20261121'])
    assert.ok(!isNameless(cleanWords(text)), text)
})

test('words wait under a mark that does not give them back', () => {
  assert.equal(markOf('公租房', 'a'), markOf('公租房', 'a'))
  assert.notEqual(markOf('公租房', 'a'), markOf('公租房', 'b'))
  assert.ok(markOf('公租房', 'a') < 2 ** 24)
})
