import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parentsFirst, readBulkTable, readSheet } from './read-sheet.ts'

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
