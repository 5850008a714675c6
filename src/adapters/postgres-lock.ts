import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './postgres-process.ts'

const beat = 2_000
const silence = 20_000
const patience = 180_000

/** Runs `work` while no other process runs its own under the same lock file. The lock of a dead process is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = `${process.pid} ${randomUUID()}`
  await acquire(file, mine)
  const heart = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), beat)
  heart.unref()
  try {
    return await work()
  } finally {
    clearInterval(heart)
    if ((await read(file)) === mine) await rm(file, { force: true })
  }
}

async function acquire(file: string, mine: string): Promise<void> {
  // link() is atomic and the file is complete from its first moment, which open('wx') + write is not
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, mine)
  const deadline = Date.now() + patience
  try {
    while (!(await tryLink(draft, file))) {
      const holder = await read(file)
      if (holder !== null && (await isStale(file, holder))) await discard(file, holder)
      if (Date.now() > deadline) throw new Error(`另一个进程（${holder}）正在启动数据库，等待超时。锁文件：${file}`)
      await sleep(50)
    }
  } finally {
    await rm(draft, { force: true })
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function isStale(file: string, holder: string): Promise<boolean> {
  if (!isAlive(Number(holder.split(' ')[0]) || 0)) return true
  const seen = await stat(file).catch(() => null)
  return seen !== null && Date.now() - seen.mtimeMs > silence
}

/** Two waiters may both find the old lock stale: whoever grabbed a newer one puts it back. */
async function discard(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  await rename(file, aside).catch(() => undefined)
  const grabbed = await read(aside)
  if (grabbed !== null && grabbed !== stale) await tryLink(aside, file)
  await rm(aside, { force: true })
}

async function read(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null)
}
