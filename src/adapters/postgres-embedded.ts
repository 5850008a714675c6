import { mkdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { locateBinaries } from './postgres-binaries.ts'
import * as clusters from './postgres-cluster.ts'
import { keepRunning } from './postgres-keep.ts'
import { withLock } from './postgres-lock.ts'
import { findCluster, isCluster, placeCluster, recordPlace } from './postgres-place.ts'
import { choosePort } from './postgres-port.ts'
import { endOrphans, findPostmaster, isAlive, repairLock } from './postgres-process.ts'
import { chooseRunAs } from './postgres-runas.ts'
import { launch, stopServer, waitUntilReady } from './postgres-server.ts'
import { registerUse } from './postgres-users.ts'

export type EmbeddedPostgres = {
  /** postgres://yiwang:<secret>@127.0.0.1:<port>/yiwang; the role may create databases and is no superuser. */
  url: string
  /** False when a running server was adopted. */
  started: boolean
  /** Leaves the server, and stops it if that is this caller's duty. May be called twice. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  dataDir: string
  log: (line: string) => void
  /** postgresql.conf settings over our own. */
  settings?: Record<string, string>
  /**
   * The main server: it starts the database again should that die, and its stop() ends it even if it was found running. Others
   * only stop what they started.
   */
  own?: boolean
  /** For tests: how to escape root. */
  runAs?: 'userns' | 'uid'
  /** For tests: another `native` folder of the binaries' package. */
  packaged?: string
}

/** The server of this data folder, started if it does not run yet. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true })
  const dataDir = await realpath(options.dataDir)
  const lock = join(dataDir, 'postgres-lock')
  return withLock(lock, async () => {
    const { url, site, started } = (await adopt(dataDir, options)) ?? (await start(dataDir, options))
    const role = options.own ? 'owner' : started ? 'responsible' : 'guest'
    const usage = await registerUse(join(dataDir, 'postgres-users'), role)

    async function leave(): Promise<void> {
      if (!(await usage.leave())) return
      const postmaster = await findPostmaster(site.cluster)
      if (postmaster) await stopServer(site, postmaster.pid, options.log)
    }
    let pid = (await findPostmaster(site.cluster))?.pid ?? 0
    async function isRunning(): Promise<boolean> {
      pid = (await findPostmaster(site.cluster))?.pid ?? pid
      // A server that lost its lock file works on.
      return isAlive(pid)
    }
    async function revive(): Promise<void> {
      await withLock(lock, async () => {
        if (await isRunning()) return
        options.log('数据库意外停止，正在重新启动…')
        // Its address is known to everybody by now.
        await start(dataDir, { ...options, settings: { ...options.settings, port: new URL(url).port } })
        pid = (await findPostmaster(site.cluster))?.pid ?? pid
        options.log('数据库已重新启动')
      })
    }
    const end = options.own ? keepRunning({ isRunning, revive, log: options.log }) : null
    let stopping: Promise<void> | null = null
    async function stop(): Promise<void> {
      await end?.()
      await withLock(lock, leave)
    }
    return { url, started, stop: () => (stopping ??= stop()) }
  })
}

type Running = { url: string; site: clusters.Site; started: boolean }

async function adopt(dataDir: string, { log, ...options }: EmbeddedPostgresOptions): Promise<Running | null> {
  const cluster = await findCluster(dataDir)
  const found = await findPostmaster(cluster)
  if (!found) return null
  const runAs = await chooseRunAs(options.runAs)
  const site = { cluster, runAs, binaries: await locateBinaries(runAs, dirname(cluster), options.packaged) }
  const secret = await clusters.readSecret(dataDir)
  if (secret === null) {
    log('postgres-secret 缺失：停止数据库并重新设置口令')
    await stopServer(site, found.pid, log)
    return null
  }
  log(`数据库已在运行（进程 ${found.pid}），直接使用`)
  let gone = false
  const watch = setInterval(() => void findPostmaster(cluster).then((now) => (gone = now?.pid !== found.pid)), 200)
  try {
    const url = await waitUntilReady(cluster, secret, { deadline: Date.now() + 60_000, log, hasEnded: () => gone })
    return url === null ? null : { url, site, started: false }
  } finally {
    clearInterval(watch)
  }
}

async function start(dataDir: string, { log, settings = {}, ...options }: EmbeddedPostgresOptions): Promise<Running> {
  const runAs = await chooseRunAs(options.runAs)
  const cluster = await placeCluster(dataDir, runAs, log)
  const site = { cluster, runAs, binaries: await locateBinaries(runAs, dirname(cluster), options.packaged) }
  const isNew = !(await isCluster(cluster))
  if (!isNew) {
    await clusters.assertSameMajor(site)
    await repairLock(cluster, log)
  }
  const secret = await settleSecret(dataDir, site, isNew)
  if (isNew) {
    log('初始化数据库…')
    await clusters.createCluster(site, secret)
    await recordPlace(dataDir, cluster)
  }
  const url = await launchUntilReady(dataDir, site, { log, settings, secret })
  return { url, site, started: true }
}

/** A lost secret is replaced, in the cluster first. */
async function settleSecret(dataDir: string, site: clusters.Site, isNew: boolean): Promise<string> {
  const kept = await clusters.readSecret(dataDir)
  if (kept !== null) return kept
  const secret = clusters.newSecret()
  if (!isNew) await clusters.resetSecret(site, secret)
  await clusters.keepSecret(dataDir, secret)
  return secret
}

/** What passes by itself: remains of a killed server, or a port taken between our look and the server's. */
const passing =
  /still in use|lock file ".*" already exists|lock file ".*" is empty|could not create any TCP\/IP sockets/

type LaunchOptions = { log: (line: string) => void; settings: Record<string, string>; secret: string }

async function launchUntilReady(dataDir: string, site: clusters.Site, options: LaunchOptions): Promise<string> {
  const { log, settings, secret } = options
  const deadline = Date.now() + 60_000
  const startLog = join(dataDir, 'postgres-start.log')
  for (;;) {
    const port = settings.port ?? String(await choosePort(dataDir, log))
    await clusters.writeSettings(site, { ...settings, port })
    const server = await launch(site, startLog)
    const url = await waitUntilReady(site.cluster, secret, { deadline, log, hasEnded: () => server.failed() })
    if (url !== null) return url
    const reason = await server.reason()
    if (!passing.test(reason) || Date.now() > deadline) throw new Error(`数据库启动失败：\n${reason}`)
    log('数据库暂时不能启动，清理上次的残留后重试…')
    if (!(await findPostmaster(site.cluster))) await endOrphans(site.cluster, log)
    await sleep(300)
  }
}
