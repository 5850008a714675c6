import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { connect } from './lib/http.ts'
import { provinceOf } from './lib/province.ts'
import { round, timed } from './lib/stats.ts'
import { dataDir, startSystem } from './lib/system.ts'

const ROOT = path.join(import.meta.dirname, '..')
const ITEMS = 16_000
const STARTS = 3
const IDLE_MS = 8000
const run = promisify(execFile)

/** Start with data present, memory when nothing happens, and what an installation brings along. */
export async function start() {
  const name = await provinceOf(ITEMS)
  const starts = []
  let memory = null
  for (let n = 0; n < STARTS; n++) {
    const system = await startSystem(name)
    const client = connect(system.port)
    const first = await timed(() => client.get('/', 'www.yunling.localhost'))
    const second = await timed(() => client.get('/', 'www.yunling.localhost'))
    client.close()
    if (first.value.status !== 200) throw new Error(`the first page answers ${first.value.status}`)
    starts.push({
      readySeconds: round(system.readyMs / 1000),
      firstPageMs: round(first.ms),
      secondPageMs: round(second.ms),
    })
    if (n === STARTS - 1) {
      await sleep(IDLE_MS)
      memory = memoryOf(system.pid, dataDir(name))
    }
    await system.stop()
  }
  return { starts, idleMemoryMiB: memory, packages: await packages(), targets: { readySeconds: 3 } }
}

/** Linux only: elsewhere there is no /proc to ask. Shared pages of the database are counted once. */
function memoryOf(pid: number, data: string) {
  if (process.platform !== 'linux') return null
  const postgres = readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && folderOf(entry).startsWith(data + path.sep),
  )
  const node = pss(String(pid))
  const database = postgres.reduce((sum, entry) => sum + pss(entry), 0)
  return { node, database, databaseProcesses: postgres.length, total: node + database }
}

function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

function pss(pid: string): number {
  try {
    const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return Math.round(Number(kilobytes ?? 0) / 1024)
  } catch {
    return 0
  }
}

type Locked = { dev?: boolean; devOptional?: boolean; optional?: boolean }

/** Packages that production needs, and what lies of them on this disk. */
async function packages() {
  const lock: { packages: Record<string, Locked> } = JSON.parse(
    readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'),
  )
  const production = Object.entries(lock.packages).filter(
    ([where, { dev, devOptional }]) => where !== '' && !dev && !devOptional,
  )
  const installed = production.map(([where]) => where).filter((where) => hasFiles(path.join(ROOT, where)))
  const top = installed.filter((where) => !installed.some((other) => where.startsWith(`${other}/`)))
  const sizes = await Promise.all(top.map(async (where) => [where, await sizeOf(path.join(ROOT, where))] as const))
  const largest = sizes.toSorted(([, a], [, b]) => b - a).slice(0, 5)
  return {
    direct: Object.keys(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).dependencies).length,
    locked: production.length,
    installed: installed.length,
    installedMiB: round(sizes.reduce((sum, [, size]) => sum + size, 0) / 1024 / 1024, 0),
    largest: Object.fromEntries(
      largest.map(([where, size]) => [where.replace('node_modules/', ''), round(size / 1024 / 1024, 0)]),
    ),
  }
}

function hasFiles(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0
  } catch {
    return false
  }
}

async function sizeOf(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-sk', folder])
  return Number(stdout.split('\t')[0]) * 1024
}
