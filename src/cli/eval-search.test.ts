import assert from 'node:assert/strict'
import { it } from 'node:test'
import { evaluate } from './eval-search.ts'

it('the quality of search is measured on a scratch index', async () => {
  const corpus = [
    { id: 'a', title: '住房公积金提取办法', text: '职工购买自住住房的，可以提取住房公积金。' },
    { id: 'b', title: '居民身份证法', text: '公民丢失居民身份证的，应当申请补领。' },
    { id: '民法典第五十六条', text: '个体工商户的债务，个人经营的，以个人财产承担。' },
  ]
  const quality = await evaluate(corpus, [
    { id: '1', question: '公积金怎么提取', relevant: ['a'] },
    { id: '2', question: '身份证丢了怎么办', relevant: ['b'] },
    { id: '3', question: '个体户欠的债谁还？', relevant: ['民法典第五十六条'] },
  ])
  assert.equal(quality['recall@10'], 1)
  assert.equal(quality['mrr@10'], 1)
  assert.equal(quality.n, 3)
})
