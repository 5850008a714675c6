import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDivisionRows, type DivisionRow } from './division-rows.ts'

const row = (code: string, level: number, parent: string, name = '某地'): DivisionRow => ({
  code: code.padEnd(12, '0'),
  level,
  parent: parent && parent.padEnd(12, '0'),
  name,
})
const none: ReadonlySet<string> = new Set()

test('a padded code may stand at two levels, and its children find the nearest one', () => {
  const rows = [row('99', 1, ''), row('9901', 2, '99'), row('9901', 3, '9901'), row('990100101', 4, '9901')]
  const { accepted, rejections } = checkDivisionRows(rows, none)
  assert.deepEqual(rejections, [])
  assert.deepEqual(
    accepted.map((one) => one.parentKey),
    [null, '1:990000000000', '2:990100000000', '3:990100000000'],
  )
})

test('every row at fault is told by line, field and reason, and nothing else is lost', () => {
  const rows = [
    row('99', 1, ''),
    row('9901', 2, '99'),
    row('9901', 2, '99', '又一个'),
    row('9902', 2, '98'),
    row('990201', 3, '9902'),
    { code: '12', name: '短码', level: 2, parent: row('99', 1, '').code },
    row('9903', 2, '99', '  '),
    row('9904', 9, '99'),
    row('9905', 2, ''),
    row('9906', 2, '99'),
  ]
  const { accepted, rejections } = checkDivisionRows(rows, none)
  assert.deepEqual(
    rejections.map((one) => [one.line, one.field, one.reason]),
    [
      [4, 'code', '与第 3 行重复（同级同代码）'],
      [5, 'parent', '没有找到上级 980000000000'],
      [6, 'parent', '上级 990200000000 未能导入'],
      [7, 'code', '代码应为 12 位数字'],
      [8, 'name', '名称应为 1 至 100 个字'],
      [9, 'level', '级别应为 1 至 5'],
      [10, 'parent', '缺少上级代码'],
    ],
  )
  assert.equal(accepted.length + rejections.length, rows.length)
})

test('a parent that is in the register already will do', () => {
  const { accepted } = checkDivisionRows([row('990101', 3, '9901')], new Set(['2:990100000000']))
  assert.equal(accepted[0]?.parentKey, '2:990100000000')
})

test('children may stand before their parents', () => {
  const { rejections } = checkDivisionRows([row('9901', 2, '99'), row('99', 1, '')], none)
  assert.deepEqual(rejections, [])
})
