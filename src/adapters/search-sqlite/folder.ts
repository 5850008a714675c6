import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { isClean, openFile } from './schema.ts'

const POINTER = 'current'
const NAME = /^index-(\d+)\.sqlite$/
const KEPT_BROKEN = 2
const BESIDE = ['', '-wal', '-shm']

/** The file that is in use, if there is one; what an interrupted rebuild left is removed. */
export function currentFile(folder: string): string | null {
  mkdirSync(folder, { recursive: true })
  const pointer = path.join(folder, POINTER)
  const name = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : ''
  for (const entry of readdirSync(folder)) {
    if (/^index-\d+\.sqlite/.test(entry) && !BESIDE.some((end) => entry === name + end))
      rmSync(path.join(folder, entry))
  }
  return NAME.test(name) && existsSync(path.join(folder, name)) ? path.join(folder, name) : null
}

/** A name that no file of the folder has or had since the last start. */
export function nextFile(folder: string): string {
  const numbers = readdirSync(folder).flatMap((entry) =>
    Number(/^(?:broken-)?index-(\d+)\.sqlite/.exec(entry)?.[1] ?? 0),
  )
  return path.join(folder, `index-${Math.max(0, ...numbers) + 1}.sqlite`)
}

/** From the next start on this file is the index; in one step, and on disk when this returns. */
export function pointTo(file: string): void {
  const pointer = path.join(path.dirname(file), POINTER)
  const handle = openSync(`${pointer}.new`, 'w')
  writeSync(handle, `${path.basename(file)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(`${pointer}.new`, pointer)
  syncFolder(path.dirname(file))
}

function syncFolder(folder: string): void {
  // Not every system lets a folder be opened; there the rename is as safe as it gets.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

export function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

export function removeFile(file: string): void {
  for (const end of BESIDE) rmSync(file + end, { force: true })
}

/** Keeps a file that cannot be read for whoever wants to know why; only the last ones, a disk is not endless. */
export function setAside(file: string): string {
  const folder = path.dirname(file)
  const aside = path.join(folder, `broken-${path.basename(file)}`)
  for (const end of BESIDE) if (existsSync(file + end)) renameSync(file + end, aside + end)
  const broken = readdirSync(folder)
    .filter((entry) => /^broken-index-\d+\.sqlite$/.test(entry))
    .toSorted((a, b) => statSync(path.join(folder, b)).mtimeMs - statSync(path.join(folder, a)).mtimeMs)
  for (const entry of broken.slice(KEPT_BROKEN)) removeFile(path.join(folder, entry))
  return aside
}

export const bytesOf = (file: string): number =>
  BESIDE.reduce((sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0), 0)

const suspicion = (file: string): string => path.join(path.dirname(file), 'suspect')

/** Somebody could not read a page of the file: it is read whole before it is used at the next start. */
export function suspect(file: string, message: string): void {
  if (!/malformed|not a database|disk I\/O error/.test(message)) return
  try {
    writeFileSync(suspicion(file), `${message}\n`)
  } catch {
    // The disk is full or gone, which is why: nothing can be noted, and what is written next must still be tried.
  }
}

/**
 * Throws for a file that is no index or is shorter than it says, and for one under suspicion that has a fault anywhere; else
 * faults show when a page is read, since reading all takes minutes.
 */
export function checkFile(file: string): void {
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  const isSuspect = existsSync(suspicion(file))
  rmSync(suspicion(file), { force: true })
  const db = openFile(file, { readOnly: false })
  try {
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count'])
    const size = Number(db.prepare('PRAGMA page_size').get()?.['page_size'])
    if (!hasLog && statSync(file).size < pages * size) throw new Error('the file is cut short')
    if (isSuspect && !isClean(db)) throw new Error('the file has faults')
  } finally {
    db.close()
  }
}
