import type { Pool } from './database.ts'
import { history } from './history.ts'
import type { Log } from './log.ts'
import { changeLog } from './migrations/002-changes.ts'
import { receipts } from './migrations/003-receipts.ts'
import { receiptSites } from './migrations/010-receipt-sites.ts'
import { loggedNodes } from './migrations/020-nodes.ts'
import { quickMs } from './migrations/030-quick-ms.ts'
import type { Migration } from './module.ts'

const LOCK = 4_920_017

const kernel: Migration = {
  name: 'kernel/001-outbox',
  sql: `
    CREATE TABLE kernel.outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL,
      payload jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      dispatched_at timestamptz
    );
    CREATE INDEX outbox_waiting ON kernel.outbox (id) WHERE dispatched_at IS NULL;
    CREATE INDEX outbox_done ON kernel.outbox (dispatched_at) WHERE dispatched_at IS NOT NULL;
  `,
}

export const kernelMigrations: readonly Migration[] = [
  kernel,
  changeLog,
  receipts,
  history,
  receiptSites,
  loggedNodes,
  quickMs,
]

/** Bring the schemas forward, one transaction a step, one process at a time. Says how many steps were taken. */
export async function migrate(pool: Pool, migrations: readonly Migration[], log: Log): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${LOCK})`)
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS kernel;
      CREATE TABLE IF NOT EXISTS kernel.migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
    `)
    const done = await client.query<{ name: string }>('SELECT name FROM kernel.migration')
    const known = new Set(done.rows.map((row) => row.name))
    let steps = 0
    for (const { name, sql } of [...kernelMigrations, ...migrations]) {
      if (known.has(name)) continue
      const schema = name.split('/')[0]
      try {
        await client.query(
          `BEGIN; SET LOCAL yiwang.organisation = '{%}'; SET LOCAL yiwang.site = '{%}'; CREATE SCHEMA IF NOT EXISTS ${schema}; ${sql}`,
        )
        await client.query({ text: 'INSERT INTO kernel.migration (name) VALUES ($1)', values: [name] })
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw new Error(`migration ${name} failed`, { cause: error })
      }
      steps++
      log.debug({ migration: name }, 'migrated')
    }
    if (steps > 0) await client.query('SELECT kernel.follow_histories()')
    return steps
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${LOCK})`).catch(() => undefined)
    client.release()
  }
}
