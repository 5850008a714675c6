import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Writing } from './writing.ts'

test('several writes are one statement with values in the order of their places', () => {
  const statement = new Writing()
    .insert('content.release_note', { act: 'save', note: '' }, 'ON CONFLICT DO NOTHING')
    .update('content.document', { title: '通知', version: 2 }, 'id-1')
    .statement()
  assert.equal(
    statement.text,
    'WITH w0 AS (INSERT INTO content.release_note (act, note) VALUES ($1, $2) ON CONFLICT DO NOTHING) ' +
      'UPDATE content.document SET title = $3, version = $4 WHERE id = $5',
  )
  assert.deepEqual(statement.values, ['save', '', '通知', 2, 'id-1'])
})

test('rows of one table are written together', () => {
  const { text } = new Writing().insert('content.upload', [{ name: 'a' }, { name: 'b' }], 'RETURNING name').statement()
  assert.equal(text, 'INSERT INTO content.upload (name) VALUES ($1), ($2) RETURNING name')
})
