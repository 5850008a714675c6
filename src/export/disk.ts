import { randomUUID } from 'node:crypto'
import { type Dirent, renameSync, rmdirSync, rmSync } from 'node:fs'
import { mkdir, opendir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DRAFT } from './paths.ts'

/**
 * Web servers make a file's validator of its length and its date to the second. The date is therefore taken from the content:
 * the same on every machine, another for every other content, however quickly they follow each other.
 */
export function dateOf(sha256: string): Date {
  return new Date((1_000_000_000 + (Number.parseInt(sha256.slice(0, 12), 16) % 500_000_000)) * 1_000)
}

/** A file in the making, beside its place. */
export async function draftFor(target: string): Promise<string> {
  const folder = path.dirname(target)
  await mkdir(folder, { recursive: true })
  return path.join(folder, `${DRAFT}${randomUUID()}`)
}

export async function writeDraft(target: string, body: Buffer, date: Date): Promise<string> {
  for (let tries = 1; ; tries++) {
    const draft = await draftFor(target)
    try {
      await writeFile(draft, body)
      await utimes(draft, date, date)
      return draft
    } catch (error) {
      // The folder was empty a moment ago and has been cleared away.
      if (!isMissing(error) || tries >= 3) throw error
    }
  }
}

/** In one step, so that no reader sees half a file. Not awaited: what was decided a line above still holds. */
export const putInPlace = (draft: string, target: string): void => renameSync(draft, target)

/** Removes files and then the folders that are empty by it. */
export function removeFiles(root: string, files: readonly string[]): void {
  for (const file of files) rmSync(path.join(root, file), { force: true })
  let folder = path.dirname(files[0] ?? '')
  while (folder !== '.' && folder !== '/') {
    try {
      rmdirSync(path.join(root, folder))
    } catch {
      return
    }
    folder = path.dirname(folder)
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** Every file below a folder, as a path with slashes. Links are told as files: none of ours is one. */
export async function* filesBelow(root: string, folder = ''): AsyncGenerator<string> {
  let entries: AsyncIterable<Dirent>
  try {
    entries = await opendir(path.join(root, folder))
  } catch (error) {
    if (isMissing(error)) return
    throw error
  }
  for await (const entry of entries) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(root, name)
    else yield name
  }
}
