import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyMapping } from './apply-mapping.ts'
import { Mapping } from './contract.ts'
import { guessMapping } from './guess-mapping.ts'

const now = new Date('2026-11-21T04:00:00Z')
const context = { line: 7, channelId: 'c', now }
const official = new Set([
  'issuer',
  'formedOn',
  'documentNumber',
  'declaredValidity',
  'indexNumber',
  'themeClass',
  'sourceUrl',
])

test('columns are guessed from what they are called', () => {
  const mapping = guessMapping(
    ['索引号', '标题', '发文字号', '发布日期', '成文日期', '发文机关', '正文', '时效性'],
    official,
  )
  const { row, faults } = applyMapping(
    mapping,
    {
      索引号: '000014349/2019-00007',
      标题: '关于开展检查的通知',
      发文字号: '云政发[2019]5号',
      发布日期: '2019年2月15日',
      成文日期: '2019年1月27日',
      发文机关: '云岭省人民政府',
      正文: '各市人民政府：',
      时效性: '现行有效',
    },
    context,
  )
  assert.deepEqual(faults, [])
  assert.equal(row.title, '关于开展检查的通知')
  assert.equal(row.source, '云岭省人民政府')
  assert.equal(row.body, '<p>各市人民政府：</p>')
  assert.equal(row.publishedAt.toISOString(), '2019-02-14T16:00:00.000Z')
  assert.deepEqual(row.metadata, {
    indexNumber: '000014349/2019-00007',
    issuer: '云岭省人民政府',
    formedOn: '2019-01-27',
    documentNumber: '云政发〔2019〕5号',
    declaredValidity: 'valid',
  })
})

test('the first field that is not empty counts, then the constant', () => {
  const mapping = Mapping.parse({
    fields: { title: { from: ['a', 'b.c'] }, source: { from: ['none'], constant: '省政府办公厅' } },
  })
  assert.equal(applyMapping(mapping, { a: ' ', b: { c: '标题' } }, context).row.title, '标题')
  assert.equal(applyMapping(mapping, {}, context).row.source, '省政府办公厅')
})

test('a row without date is at fault unless the mapping says the day of import', () => {
  const fields = { title: { from: ['t'] }, publishedAt: { from: ['d'], as: 'instant' } }
  const strict = applyMapping(Mapping.parse({ fields }), { t: '甲' }, context)
  assert.deepEqual(
    strict.faults.map((fault) => fault.field),
    ['publishedAt'],
  )
  const lenient = applyMapping(Mapping.parse({ fields, missingDate: 'importDay' }), { t: '甲' }, context)
  assert.deepEqual([lenient.faults, lenient.row.publishedAt], [[], now])
})

test('without ids a document is known again by title, number and date', () => {
  const mapping = Mapping.parse({ fields: { title: { from: ['t'] }, publishedAt: { from: ['d'] } } })
  const idOf = (record: Record<string, string>) => applyMapping(mapping, record, context).row.externalId
  assert.equal(idOf({ t: '甲', d: '2019-01-01' }), idOf({ t: '甲', d: '2019-01-01' }))
  assert.notEqual(idOf({ t: '甲', d: '2019-01-01' }), idOf({ t: '甲', d: '2019-01-02' }))
})

test('a mapping with an unknown target is refused', () => {
  assert.equal(Mapping.safeParse({ fields: { password: { from: ['x'] } } }).success, false)
})
