import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTableFile } from './read-table-file.ts'

test('a table is read in UTF-8 and in the encoding of older spreadsheets', async () => {
  assert.equal(await readTableFile(new Blob(['社保,社会保险'])), '社保,社会保险')
  const gbk = new Uint8Array([0xc9, 0xe7, 0xb1, 0xa3])
  assert.equal(await readTableFile(new Blob([gbk])), '社保')
})
