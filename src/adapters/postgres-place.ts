import { createHash } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  cp,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { type RunAs, run } from './postgres-runas.ts'

type Log = (line: string) => void

/** Folders that survive a restart of the machine and that every uid may pass through. */
const traversable = ['/var/lib', '/opt', '/var/tmp']

/** Where the cluster lies: in the data folder, or where a record in it says. */
export async function findCluster(dataDir: string): Promise<string> {
  const recorded = await readFile(recordFile(dataDir), 'utf8').catch(() => null)
  if (recorded === null) return join(dataDir, 'postgres')
  const cluster = recorded.trim()
  if (await isCluster(cluster)) return cluster
  throw new Error(
    `数据库文件应在 ${cluster}，但那里没有。请恢复该目录；若确定要重新开始，请删除 ${recordFile(dataDir)}。`,
  )
}

export async function isCluster(folder: string): Promise<boolean> {
  return access(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}

/** Makes the cluster's place usable for the identity the server runs as, moving an existing cluster if it must. */
export async function placeCluster(dataDir: string, runAs: RunAs, log: Log): Promise<string> {
  let cluster = await findCluster(dataDir)
  if (!(await isReachable(join(cluster, '..'), runAs))) {
    const home = await newHome(dataDir)
    const moved = join(home, 'postgres')
    log(`数据目录的上级目录不允许数据库账户进入，数据库文件改放 ${moved}`)
    if (await isCluster(cluster)) {
      await move(cluster, moved)
      await writeFile(recordFile(dataDir), moved)
    }
    cluster = moved
  }
  if (await isCluster(cluster)) await handOver(cluster, runAs)
  return cluster
}

/** Recorded only when the cluster is complete, so an interrupted first start begins anew. */
export async function recordPlace(dataDir: string, cluster: string): Promise<void> {
  if (cluster !== join(dataDir, 'postgres')) await writeFile(recordFile(dataDir), cluster)
}

/** Gives everything in `folder` to the server's uid. */
export async function handOver(folder: string, { owner }: RunAs): Promise<void> {
  const { uid } = await lstat(folder)
  if (!owner) {
    const me = process.getuid?.()
    if (me === undefined || uid === me) return
    throw new Error(`数据库文件 ${folder} 属于 uid ${uid}，当前用户是 uid ${me}。请用原来的用户启动，或先改变其属主。`)
  }
  if (uid === owner.uid) return
  // the folder itself comes last, so an interrupted change is taken up again
  for (const entry of await readdir(folder, { recursive: true }))
    await lchown(join(folder, entry), owner.uid, owner.gid)
  await chown(folder, owner.uid, owner.gid)
}

async function isReachable(folder: string, runAs: RunAs): Promise<boolean> {
  if (runAs.kind === 'self') return true
  return (await run(runAs, 'test', ['-x', folder])).code === 0
}

async function newHome(dataDir: string): Promise<string> {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 8)
  for (const folder of traversable) {
    const made = await mkdtemp(join(folder, `yiwang-${hash}-`)).catch(() => null)
    if (made === null) continue
    await chmod(made, 0o711)
    return made
  }
  throw new Error(
    `没有可供数据库账户使用的目录（试过 ${traversable.join('、')}）。请把 DATA_DIR 设到普通用户可进入的目录。`,
  )
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await mkdir(to, { mode: 0o700 })
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
    await rm(from, { recursive: true })
  })
}

function recordFile(dataDir: string): string {
  return join(dataDir, 'postgres-place')
}
