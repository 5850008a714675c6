import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, parentsFirst, readBulkTable, readSheet } from './read-sheet.ts'

test('a table pasted from a spreadsheet keeps line breaks inside cells', () => {
  assert.deepEqual(readSheet('代码\t名称\r\nyunlu\t"云麓县\n人民政府"\r\n'), [
    ['代码', '名称'],
    ['yunlu', '云麓县\n人民政府'],
  ])
})

test('commas separate where there is no tab, and doubled quotes stand for one', () => {
  assert.deepEqual(readSheet('a,"b,""c"""\n\n'), [['a', 'b,"c"']])
})

test('heads are known in both languages, others stay to be refused by name', () => {
  const { columns, rows } = readBulkTable('网站名称\tCode\t颜色\n云麓县\tyunlu\t红')
  assert.deepEqual(columns, ['name', 'code', '颜色'])
  assert.deepEqual(rows, [{ name: '云麓县', code: 'yunlu', 颜色: '红' }])
})

test('without heads the columns stand in the order of the template', () => {
  assert.deepEqual(readBulkTable('yunlu\t云麓县').rows, [{ code: 'yunlu', name: '云麓县' }])
})

test('a parent in the table is made before its children, and a circle does not hang', () => {
  const rows = [
    { code: 'village', parent: 'town' },
    { code: 'town', parent: 'county' },
    { code: 'county', parent: 'elsewhere' },
  ]
  assert.deepEqual(parentsFirst(rows), [2, 1, 0])
  assert.equal(
    parentsFirst([
      { code: 'a', parent: 'b' },
      { code: 'b', parent: 'a' },
    ]).length,
    2,
  )
})

test('levels and kinds are known as people write them', () => {
  const levels = [
    ['city', '市级'],
    ['town', '乡镇（街道）'],
    ['village', '村（社区）'],
  ] as const
  for (const said of ['村级', '村', '社区', '村（社区）', 'village', ' 村级 '])
    assert.equal(codeOf(said, levels), 'village')
  for (const said of ['乡级', '乡镇', '街道']) assert.equal(codeOf(said, levels), 'town')
  // What could be two things, or none, is left to be refused as it was written.
  for (const said of ['', '级', '区级', '火星级']) assert.equal(codeOf(said, levels), said)
})
