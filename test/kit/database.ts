import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrateJobs } from '../../src/adapters/jobs-graphile.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres-embedded.ts'
import { createPool } from '../../src/kernel/database.ts'
import { createLog } from '../../src/kernel/log.ts'
import { kernelMigrations, migrate } from '../../src/kernel/migrate.ts'
import { migrations } from '../../src/modules.ts'

/** The server all tests share: TEST_DATABASE_URL, or the embedded one below data/test, without fsync. */
export async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, stop: async () => undefined }
  return startEmbeddedPostgres({
    dataDir: path.join(import.meta.dirname, '../../data/test'),
    log: () => undefined,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
}

const log = createLog('silent')
const LOCK = 77_001

/** A database that others are copies of. Its name says what it was made from; one of another name is out of date. */
export type Template = {
  name: string
  make: (admin: pg.Client, serverUrl: string, database: string) => Promise<void>
}

const digest = createHash('sha256')
  .update(JSON.stringify([kernelMigrations, migrations]))
  .digest('hex')
  .slice(0, 12)

const migrated: Template = {
  name: `yw_template_${digest}`,
  async make(admin, serverUrl, database) {
    await admin.query(`CREATE DATABASE ${database}`)
    const pool = createPool(withDatabase(serverUrl, database), { max: 2, name: 'template' })
    try {
      await migrate(pool, migrations, log)
      await migrateJobs(pool)
    } finally {
      await pool.end()
    }
  },
}

/** A template that starts from the migrated one. */
export function filledTemplate(name: string, fill: (pool: pg.Pool) => Promise<void>): Template {
  return {
    name,
    async make(admin, serverUrl, database) {
      await ensureTemplate(admin, serverUrl, migrated)
      await admin.query(`CREATE DATABASE ${database} TEMPLATE ${migrated.name}`)
      const pool = createPool(withDatabase(serverUrl, database), { max: 8, name: 'template' })
      try {
        await fill(pool)
      } finally {
        await pool.end()
      }
      const kind = name.slice(0, name.lastIndexOf('_'))
      const old = await admin.query<{ name: string }>(
        `SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) AND datname NOT IN ($2, $3)`,
        [`${kind}_`, name, database],
      )
      for (const one of old.rows) await admin.query(`DROP DATABASE IF EXISTS ${one.name}`).catch(() => undefined)
    },
  }
}

/** A database of one's own, copied from a template that is made once. */
export async function cloneDatabase(
  serverUrl: string,
  template: Template = migrated,
): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  const name = `yw_${randomBytes(6).toString('hex')}`
  await admin.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    await ensureTemplate(admin, serverUrl, template)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template.name}`)
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [LOCK])
    await admin.end()
  }
  return { url: withDatabase(serverUrl, name), drop: () => dropDatabase(serverUrl, name) }
}

/** Under its name only when it is whole. */
async function ensureTemplate(admin: pg.Client, serverUrl: string, { name, make }: Template): Promise<void> {
  const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (known.rowCount !== 0) return
  const draft = `${name}_draft`
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
  await make(admin, serverUrl, draft)
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
}

const PATIENCE_MS = 20_000

/** Cleaning up never holds a test file back: a database that will not go is left for the next start of the server. */
async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: PATIENCE_MS })
  await admin.connect()
  const dropped = drop(admin, name).then(() => admin.end())
  const isLate = await Promise.race([dropped.then(() => false), sleep(PATIENCE_MS, true, { ref: false })])
  if (isLate) Reflect.get(admin, 'connection').stream.destroy()
}

/** The server's own cleaning may be at work in it, and nobody but its owner may end that: it is done in a moment. */
async function drop(admin: pg.Client, name: string, tries = 5): Promise<void> {
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  } catch (error) {
    if (tries > 1) await sleep(500).then(() => drop(admin, name, tries - 1))
    else process.stderr.write(`${name} is left for the next start: ${String(error)}\n`)
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
