import type { Pool } from '../kernel/database.ts'

/** From this size on, building the indexes afterwards is quicker than keeping them up text by text. */
export const BULK_ITEMS = 100_000
const BULK_TABLES = [
  'content.document',
  'content.title_index',
  'content.release_note',
  'library.item',
  'library.placement',
  'library.path',
  'library.file',
  'audit.entry',
]
const SORT_MEMORY = '512MB'

type Spared = { name: string; definition: string }

/**
 * Takes away every index that only serves readers; constraints stay. The definitions are written down first, so that an
 * interrupted load can put them back.
 */
export async function spareIndexes(pool: Pool): Promise<void> {
  await pool.query('CREATE TABLE IF NOT EXISTS demo.spared_index (name text PRIMARY KEY, definition text NOT NULL)')
  const { rows } = await pool.query<Spared>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) || coalesce((
       SELECT string_agg(format('; ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', i.indexrelid::regclass, attnum, attstattarget), '')
       FROM pg_attribute WHERE attrelid = i.indexrelid AND attstattarget >= 0), '') AS definition
     FROM pg_index i WHERE i.indrelid = ANY ($1::regclass[]) AND NOT i.indisunique`,
    [BULK_TABLES],
  )
  for (const { name, definition } of rows) {
    await pool.query('INSERT INTO demo.spared_index VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, definition])
    await pool.query(`DROP INDEX ${name}`)
  }
}

/** Puts back what was taken away, two at a time; nothing to do where nothing was. */
export async function restoreIndexes(pool: Pool): Promise<void> {
  const there = await pool.query<{ is_there: boolean }>(
    `SELECT to_regclass('demo.spared_index') IS NOT NULL AS is_there`,
  )
  if (!there.rows[0]?.is_there) return
  const { rows } = await pool.query<Spared>('SELECT name, definition FROM demo.spared_index')
  const line = async () => {
    const client = await pool.connect()
    try {
      await client.query(`SET maintenance_work_mem = '${SORT_MEMORY}'`)
      for (let next = rows.pop(); next; next = rows.pop()) {
        await client.query(next.definition.replace(' INDEX ', ' INDEX IF NOT EXISTS '))
      }
    } finally {
      client.release(true)
    }
  }
  await Promise.all([line(), line()])
  await pool.query('DROP TABLE demo.spared_index')
}
