import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAddress } from './is-address.ts'

test('an address is told from words, numbers and dates', () => {
  for (const text of [
    'https://www.yunling.gov.cn/zwgk/',
    '//www.yunling.gov.cn',
    'www.yunling.gov.cn:8080/a.html?print=1',
  ])
    assert.equal(isAddress(text), true, text)
  for (const text of ['养老金', '云政办发〔2026〕1号', '2026.11/12', 'www.yunling.gov.cn', 'A/B 测试', ''])
    assert.equal(isAddress(text), false, text)
})
