import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Site, role, socketIn } from './postgres-cluster.ts'
import { findPostmaster, isAlive, stopPostmaster } from './postgres-process.ts'
import { run, surroundings } from './postgres-runas.ts'

type Log = (line: string) => void
type Launch = { pid: number; failed(): boolean; reason(): Promise<string> }

/** Starts a postmaster in a session of its own, so that neither Ctrl-C nor the end of this process reaches it. */
export async function launch({ cluster, binaries, runAs }: Site, startLog: string): Promise<Launch> {
  const onWindows = process.platform === 'win32'
  // only pg_ctl can shed an administrator's rights on Windows
  const program = onWindows ? binaries.program('pg_ctl') : binaries.program('postgres')
  const args = onWindows ? ['start', '-W', '-D', cluster] : ['-D', cluster]
  const wrapped = runAs.wrap(program, args)
  const output = await open(startLog, 'w', 0o600)
  const child = spawn(wrapped.file, wrapped.args, {
    ...surroundings(),
    ...wrapped.identity,
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  })
  let failed = false
  child.on('error', () => (failed = true))
  child.on('exit', (code) => (failed = !(onWindows && code === 0)))
  child.unref()
  await output.close()
  return { pid: child.pid ?? 0, failed: () => failed, reason: () => readReason(cluster, startLog) }
}

/**
 * Waits until the cluster's server answers a query and returns its address; null when its process ended instead.
 * Recovery after a crash can take a while: what happens is said every few seconds.
 */
export async function waitUntilReady(
  cluster: string,
  secret: string,
  { deadline, log, hasEnded }: { deadline: number; log: Log; hasEnded: () => boolean },
): Promise<string | null> {
  let nextWord = Date.now() + 3_000
  while (!hasEnded()) {
    const postmaster = await findPostmaster(cluster)
    if (postmaster?.ready) {
      // A socket costs both sides less than the loopback network does.
      const hasSocket = existsSync(socketIn(cluster, postmaster.port))
      const way = hasSocket ? `?host=${encodeURIComponent(cluster)}` : ''
      const url = `postgres://${role}:${secret}@127.0.0.1:${postmaster.port}/${role}${way}`
      if (await answers(url)) return url
    }
    if (Date.now() > deadline)
      throw new Error(`数据库 60 秒内没有就绪（进程 ${postmaster?.pid ?? '未知'}），日志在 ${join(cluster, 'log')}。`)
    if (Date.now() > nextWord) {
      log('数据库正在启动或恢复，请稍候…')
      nextWord = Date.now() + 5_000
    }
    await sleep(20)
  }
  return null
}

export async function stopServer({ cluster, binaries, runAs }: Site, pid: number, log: Log): Promise<void> {
  if (process.platform !== 'win32') return stopPostmaster(pid, log)
  const { code, output } = await run(runAs, binaries.program('pg_ctl'), ['stop', '-m', 'fast', '-w', '-D', cluster])
  if (code !== 0 && isAlive(pid)) throw new Error(`数据库没有停止：${output.trim()}`)
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '28P01')
      throw new Error('数据库口令不符。若已丢失原来的 postgres-secret，请删除该文件，启动时会重新设置。')
    if (code === '3D000' || code.startsWith('28')) throw new Error(`数据库拒绝连接：${String(error)}`)
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The last fatal lines: from standard error, or from the log file which the server opens early in its start. */
async function readReason(cluster: string, startLog: string): Promise<string> {
  const early = await readFile(startLog, 'utf8').catch(() => '')
  const current = await readFile(join(cluster, 'current_logfiles'), 'utf8').catch(() => '')
  const file = /^stderr (.+)$/m.exec(current)?.[1]
  const later = file ? await readFile(join(cluster, file), 'utf8').catch(() => '') : ''
  const lines = (text: string) => text.split('\n').filter((line) => /(FATAL|PANIC|ERROR|LOG|HINT|DETAIL): /.test(line))
  const found = [...(/redirecting log output/.test(early) ? lines(later).slice(-6) : []), ...lines(early)]
  const text = found.filter((line) => !/redirecting log|Future log/.test(line)).join('\n')
  return text || early.trim() || '没有留下出错信息'
}
