import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvRow } from './csv.ts'

test('a row quotes what would break it and defuses what a spreadsheet would run', () => {
  assert.equal(csvRow(['停水通知', '', '甲,乙', '他说"好"', '一\n二']), '停水通知,,"甲,乙","他说""好""","一\n二"\r\n')
  assert.equal(csvRow(['=1+1', '+86', '-1', '@x', '\t=1', '1=1']), "'=1+1,'+86,'-1,'@x,'\t=1,1=1\r\n")
})
