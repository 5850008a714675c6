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

/** A database of one's own, cloned from a template that is migrated once. */
export async function cloneDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  const digest = createHash('sha256')
    .update(JSON.stringify([kernelMigrations, migrations]))
    .digest('hex')
    .slice(0, 12)
  const template = `yw_template_${digest}`
  const name = `yw_${randomBytes(6).toString('hex')}`
  await admin.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    const known = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (known.rowCount === 0) await makeTemplate(admin, serverUrl, template)
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [LOCK])
    await admin.end()
  }
  return { url: withDatabase(serverUrl, name), drop: () => dropDatabase(serverUrl, name) }
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

async function makeTemplate(admin: pg.Client, serverUrl: string, template: string): Promise<void> {
  const draft = `${template}_draft`
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${draft}`)
  const pool = createPool(withDatabase(serverUrl, draft), { max: 2, name: 'template' })
  try {
    await migrate(pool, migrations, log)
    await migrateJobs(pool)
  } finally {
    await pool.end()
  }
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
