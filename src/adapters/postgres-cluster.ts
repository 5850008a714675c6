import { randomBytes } from 'node:crypto'
import { appendFile, chmod, chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Binaries } from './postgres-binaries.ts'
import { handOver } from './postgres-place.ts'
import { type RunAs, run } from './postgres-runas.ts'

/** A cluster and the means to run it. */
export type Site = { cluster: string; binaries: Binaries; runAs: RunAs }

export const role = 'yiwang'

const defaults: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  max_wal_size: '2GB',
  // of the default of 4 MB an import fills more than it commits, and waits
  wal_buffers: '16MB',
  // these binaries are built without lz4
  wal_compression: 'pglz',
  autovacuum: 'on',
  jit: 'off',
  random_page_cost: '1.1',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
}

/** Only the application's role may come in, and only from this machine; the superuser has no password and no way in. */
const accessRules = `local all ${role} scram-sha-256\nhost all ${role} 127.0.0.1/32 scram-sha-256\n`

/** Makes a cluster with the role and the database in it; a half-made one of an interrupted start is thrown away. */
export async function createCluster({ cluster, binaries, runAs }: Site, secret: string): Promise<void> {
  await removeDrafts(cluster)
  const draft = `${cluster}.new-${process.pid}`
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await handOver(draft, runAs)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const made = await run(runAs, binaries.program('initdb'), ['-D', draft, '-U', 'postgres', '-A', 'reject', ...locale])
  if (made.code !== 0) throw new Error(`数据库初始化失败：\n${made.output.trim()}`)
  await appendFile(join(draft, 'postgresql.conf'), "\ninclude_if_exists 'yiwang.conf'\n")
  await singleUser({ cluster: draft, binaries, runAs }, [
    `CREATE ROLE ${role} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '${secret}'`,
    `CREATE DATABASE ${role} OWNER ${role}`,
  ])
  await rename(draft, cluster)
}

export async function resetSecret(site: Site, secret: string): Promise<void> {
  await singleUser(site, [`ALTER ROLE ${role} PASSWORD '${secret}'`])
}

export async function assertSameMajor({ cluster, binaries }: Site): Promise<void> {
  const major = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (major === binaries.major) return
  throw new Error(
    `数据库文件 ${cluster} 是 PostgreSQL ${major} 的，程序是 PostgreSQL ${binaries.major}，不能直接使用。` +
      `请先用 PostgreSQL ${major} 导出再导入，或换回原来的版本。`,
  )
}

export async function writeSettings(site: Site, settings: Record<string, string>): Promise<void> {
  const sockets = { unix_socket_directories: canHoldSocket(site.cluster) ? site.cluster : '' }
  const lines = Object.entries({ ...defaults, ...sockets, ...settings }).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  )
  const note = '# written at every start; put your own settings into postgresql.auto.conf\n'
  await writeOwned(site, 'yiwang.conf', `${note}${lines.join('\n')}\n`)
  await writeOwned(site, 'pg_hba.conf', accessRules)
}

async function writeOwned({ cluster, runAs }: Site, name: string, text: string): Promise<void> {
  const file = join(cluster, name)
  await writeFile(file, text)
  await chmod(file, 0o600)
  if (runAs.owner) await chown(file, runAs.owner.uid, runAs.owner.gid)
}

/** The name of a socket is short on every system, and in the server's list some signs mean something else. */
const LONGEST_SOCKET_PATH = 100
export const socketIn = (cluster: string, port: number | string): string => join(cluster, `.s.PGSQL.${port}`)
const canHoldSocket = (cluster: string): boolean =>
  process.platform !== 'win32' && /^[\w/.-]+$/.test(cluster) && socketIn(cluster, 65_535).length <= LONGEST_SOCKET_PATH

export async function readSecret(dataDir: string): Promise<string | null> {
  const secret = (await readFile(secretFile(dataDir), 'utf8').catch(() => '')).trim()
  return /^[\w-]{16,}$/.test(secret) ? secret : null
}

export function newSecret(): string {
  return randomBytes(24).toString('hex')
}

export async function keepSecret(dataDir: string, secret: string): Promise<void> {
  const draft = `${secretFile(dataDir)}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${secret}\n`, { mode: 0o600 })
  await rename(draft, secretFile(dataDir))
}

/** The initdb of a killed start may still be writing into its own. */
async function removeDrafts(cluster: string): Promise<void> {
  const folder = dirname(cluster)
  const drafts = (await readdir(folder)).filter((name) => name.startsWith(`${basename(cluster)}.new-`))
  for (const name of drafts) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
}

/** Statements by the superuser without a server, so that no superuser ever needs a password. */
async function singleUser({ cluster, binaries, runAs }: Site, statements: string[]): Promise<void> {
  const options = ['--single', '-D', cluster, '-c', 'exit_on_error=on', '-c', 'logging_collector=off', 'postgres']
  const { code, output } = await run(runAs, binaries.program('postgres'), options, `${statements.join('\n')}\n`)
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(output)) throw new Error(`数据库初始化失败：\n${output.trim()}`)
}

function secretFile(dataDir: string): string {
  return join(dataDir, 'postgres-secret')
}
