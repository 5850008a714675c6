import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './postgres-process.ts'

/** Who uses the running server, and who must switch it off when leaving. Call all of it under the start lock. */
export type Usage = {
  /** Leaves; true when this user has to stop the server now. */
  leave(): Promise<boolean>
}

type Role = 'guest' | 'responsible' | 'owner'

/**
 * A guest leaves the server alone. A responsible one (who started it) stops it, unless another process still
 * works on it: then that one becomes responsible. An owner stops it in any case.
 */
export async function registerUse(folder: string, role: Role): Promise<Usage> {
  await mkdir(folder, { recursive: true })
  const mine = `${process.pid}-${randomUUID()}`
  await writeFile(join(folder, mine), role)

  async function leave(): Promise<boolean> {
    const now = await readFile(join(folder, mine), 'utf8').catch(() => role)
    await rm(join(folder, mine), { force: true })
    if (now === 'guest') return false
    if (now === 'owner') return true
    const [heir] = await others(folder)
    if (heir === undefined) return true
    const seat = join(folder, heir)
    if ((await readFile(seat, 'utf8').catch(() => '')) === 'guest') await writeFile(seat, 'responsible')
    return false
  }
  return { leave }
}

/** Living other processes; the entries of dead ones are swept out. */
async function others(folder: string): Promise<string[]> {
  const living: string[] = []
  for (const entry of await readdir(folder)) {
    const pid = Number(entry.split('-')[0])
    if (pid === process.pid) continue
    if (pid > 0 && isAlive(pid)) living.push(entry)
    else await rm(join(folder, entry), { force: true })
  }
  return living
}
