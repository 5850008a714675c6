import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import path from 'node:path'
import { sumOfFile } from './shelf.ts'
import { filesBelow } from './disk.ts'
import { isOccupied } from './lock.ts'
import { Manifest, type Sum } from './manifest.ts'
import { DRAFT } from './paths.ts'
import { siteFolder, sitesFolder } from './sites.ts'

export type Fault = { host: string; file: string; what: 'changed' | 'missing' | 'foreign' }
export type Checked = { hosts: number; files: number; bytes: number; faults: Fault[] }

const PATIENCE_MS = 20_000
const LOOK_MS = 500
const AT_ONCE = 32

/**
 * Recomputes the checksum of every file of an export. While somebody is writing it, what does not agree is looked at again until
 * the manifests have followed.
 */
export async function checkExport(dir: string, progress: (files: number) => void = () => undefined): Promise<Checked> {
  const manifest = await Manifest.read(dir)
  const result = { hosts: 0, files: 0, bytes: 0, faults: [] as Fault[] }
  const hosts = new Set(manifest.hosts)
  for await (const name of hostFolders(dir)) hosts.add(name)
  for (const host of hosts) {
    result.hosts++
    const wanted = [...sumsOf(manifest, host)]
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const some = wanted.slice(at, at + AT_ONCE)
      const faults = await Promise.all(some.map((one) => faultOf(dir, { host, ...one })))
      for (const fault of faults) if (fault) result.faults.push(fault)
      for (const { sum } of some) result.bytes += sum.bytes
      result.files += some.length
      progress(result.files)
    }
    const known = new Set(wanted.map((one) => one.file))
    for await (const file of filesBelow(folderOf(dir, host))) {
      if (!known.has(file) && !isDraft(file)) result.faults.push({ host, file, what: 'foreign' })
    }
  }
  return { ...result, faults: await stillWrong(dir, result.faults) }
}

const isDraft = (file: string): boolean => (file.split('/').at(-1) ?? '').startsWith(DRAFT)

function* sumsOf(manifest: Manifest, host: string): Generator<{ file: string; sum: Sum }> {
  for (const [file, entry] of manifest.entries(host)) {
    yield { file, sum: entry }
    if (entry.gzip) yield { file: `${file}.gz`, sum: entry.gzip }
  }
}

type Wanted = { host: string; file: string; sum: Sum }

async function faultOf(dir: string, { host, file, sum }: Wanted): Promise<Fault | null> {
  const found = await sumOfFile(path.join(folderOf(dir, host), file))
  if (!found) return { host, file, what: 'missing' }
  return found.sha256 === sum.sha256 ? null : { host, file, what: 'changed' }
}

async function stillWrong(dir: string, faults: Fault[]): Promise<Fault[]> {
  let left = faults
  for (let waited = 0; left.length > 0 && waited < PATIENCE_MS && isOccupied(dir); waited += LOOK_MS) {
    await sleep(LOOK_MS)
    const manifest = await Manifest.read(dir)
    const again: Fault[] = []
    for (const { host, file } of left) {
      const sum = manifest.get(host, file) ?? packedSum(manifest, host, file)
      const found = await sumOfFile(path.join(folderOf(dir, host), file))
      if (sum && !found) again.push({ host, file, what: 'missing' })
      else if (!sum && found) again.push({ host, file, what: 'foreign' })
      else if (sum && found && sum.sha256 !== found.sha256) again.push({ host, file, what: 'changed' })
    }
    left = again
  }
  return left
}

const packedSum = (manifest: Manifest, host: string, file: string): Sum | null =>
  file.endsWith('.gz') ? (manifest.get(host, file.slice(0, -'.gz'.length))?.gzip ?? null) : null

/** Of an export that no run has taken over yet, DIR/<host> is the folder itself. */
function folderOf(dir: string, host: string): string {
  const folder = siteFolder(dir, host)
  return existsSync(folder) ? folder : path.join(dir, host)
}

/** Every folder that could be taken for a host's: DIR/<host> is a link, and our own begin with a dot. */
async function* hostFolders(dir: string): AsyncGenerator<string> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (!entry.name.startsWith('.') && !entry.isSymbolicLink()) yield entry.name
  }
  if (existsSync(sitesFolder(dir))) yield* await readdir(sitesFolder(dir))
}
