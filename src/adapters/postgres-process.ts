import { readFileSync } from 'node:fs'
import { readFile, readdir, readlink, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A living postmaster of one cluster, as its lock file tells. */
export type Postmaster = { pid: number; port: number; ready: boolean }

type Log = (line: string) => void

/** Above every system's pid_max, so it names nobody. */
const nobodysPid = 2_147_483_646

/** The living postmaster of this cluster; null if there is none, whatever its lock file claims. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const claim = await readLock(cluster)
  if (!claim || !(await isPostmasterOf(claim.pid, cluster))) return null
  return claim
}

/** Lock files which PostgreSQL itself would stumble over are put right; call it only when no postmaster was found. */
export async function repairLock(cluster: string, log: Log): Promise<void> {
  const file = lockFile(cluster)
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return
  const claim = parseLock(text)
  if (claim && !isAlive(claim.pid)) return
  if (!claim) {
    log('数据库的 postmaster.pid 已损坏，先确认没有残留进程再启动')
    await endOrphans(cluster, log)
  } else {
    log(`postmaster.pid 记录的进程 ${claim.pid} 已是别的程序，按未运行处理`)
  }
  // not deleted: the server still has to look at the shared memory block named in it
  const rest = text.split('\n').slice(1)
  await writeFile(file, [nobodysPid, ...(claim ? rest : [cluster, '0', '0', '', ''])].join('\n') + '\n')
}

/** Backends of a postmaster that was killed may outlive it and hold its memory. Linux only; elsewhere they end by themselves. */
export async function endOrphans(cluster: string, log: Log): Promise<void> {
  const deadline = Date.now() + 20_000
  for (let left = await processesIn(cluster); left.length > 0; left = await processesIn(cluster)) {
    if (Date.now() > deadline) throw new Error(`数据库残留进程 ${left.join('、')} 无法结束，请手工处理后重试。`)
    log(`结束数据库残留进程 ${left.join('、')}`)
    for (const pid of left) send(pid, 'SIGQUIT')
    await sleep(200)
  }
}

/** Fast shutdown; returns when the process is gone. */
export async function stopPostmaster(pid: number, log: Log): Promise<void> {
  send(pid, 'SIGINT')
  if (await goneWithin(pid, 60_000)) return
  log('数据库 60 秒内未能停止，改为立即停止（下次启动时自动恢复）')
  send(pid, 'SIGQUIT')
  if (!(await goneWithin(pid, 15_000))) throw new Error(`数据库进程 ${pid} 没有停止，请手工处理。`)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return !isZombie(pid)
}

export async function goneWithin(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false
    await sleep(20)
  }
  return true
}

async function readLock(cluster: string): Promise<Postmaster | null> {
  return parseLock(await readFile(lockFile(cluster), 'utf8').catch(() => ''))
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory, state. */
function parseLock(text: string): Postmaster | null {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || lines.length < 4) return null
  return { pid, port: Number(lines[3]) || 0, ready: lines[7]?.trim() === 'ready' }
}

function lockFile(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  // a postmaster works inside its cluster; the pid of a dead one may belong to anybody by now
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  if (folder !== null) return folder === (await realpath(cluster))
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).startsWith('postgres')
}

/** Where nobody reaps orphans (a container without init) an ended process stays in the table. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return false
  }
}

async function processesIn(cluster: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const home = await realpath(cluster)
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
      const name = folder === home ? await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '') : ''
      return name.startsWith('postgres') && isAlive(pid) ? pid : 0
    }),
  )
  return found.filter((pid) => pid > 0)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // already gone
  }
}
