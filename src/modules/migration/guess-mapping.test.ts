import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessMapping } from './guess-mapping.ts'

const elements = new Set(['formedOn', 'issuer', 'themeClass'])
const guessed = (...columns: string[]) =>
  Object.fromEntries(
    Object.entries(guessMapping(columns, elements).fields).map(([target, rule]) => [target, rule?.from ?? []]),
  )

test('columns are known by what exports call them, most telling first', () => {
  const fields = guessed('ID', 'Title', '日期', 'Publish_Date', '正文', '发文机关')
  assert.deepEqual(fields['externalId'], ['ID'])
  assert.deepEqual(fields['title'], ['Title'])
  assert.deepEqual(fields['publishedAt'], ['Publish_Date', '日期'])
  assert.deepEqual(fields['metadata.formedOn'], ['日期'])
  assert.deepEqual(fields['metadata.issuer'], ['发文机关'])
})

test('a name that holds a known one is taken for it where none is known', () => {
  const fields = guessed('编号', '文章标题', '副标题名', '正文内容', '发布时间（年月日）', '来源单位', '阅读次数')
  assert.deepEqual(fields['title'], ['文章标题'])
  assert.deepEqual(fields['subtitle'], ['副标题名'])
  assert.deepEqual(fields['body'], ['正文内容'])
  assert.deepEqual(fields['publishedAt'], ['发布时间（年月日）'])
  assert.deepEqual(fields['source'], ['来源单位'])
  assert.ok(!Object.values(fields).flat().includes('阅读次数'))
})

test('where a column is known by its whole name, one that only holds it is left alone', () => {
  const fields = guessed('标题', '栏目标题', 'video')
  assert.deepEqual(fields['title'], ['标题'])
  assert.deepEqual(fields['externalId'], undefined)
})
