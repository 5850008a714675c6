import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startKit } from '../../test/kit/index.ts'
import { restoreIndexes, spareIndexes } from './spare-indexes.ts'

const kit = await startKit()

async function indexes() {
  const { rows } = await kit.pool.query<{ name: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition,
       (SELECT array_agg(a.attstattarget ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = i.indexrelid) AS statistics
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('content', 'library', 'audit') ORDER BY 1`,
  )
  return rows
}

test('a bulk load has its indexes back as they were, with what is known of their columns', async () => {
  await kit.pool.query('CREATE SCHEMA IF NOT EXISTS demo')
  const before = await indexes()
  await spareIndexes(kit.pool)
  const spared = await indexes()
  assert.ok(spared.every(({ name }) => name !== 'content.title_index_pairs'))
  await restoreIndexes(kit.pool)
  assert.deepEqual(await indexes(), before)
})
