import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from './ids.ts'

test('ids are UUIDs of version 7, none twice, and sort as they were made, however many a millisecond has', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(ids, ids.toSorted())
  const at = Number.parseInt((ids.at(-1) ?? '').replaceAll('-', '').slice(0, 12), 16)
  assert.ok(Math.abs(at - Date.now()) < 1_000)
})
