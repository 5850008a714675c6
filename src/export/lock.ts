import { existsSync, lstatSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from './make-folder.ts'
import { DRAFT } from './paths.ts'

/** What an export folder is about, and what a run could not finish. */
export type About = {
  scheme: 'http' | 'https'
  /** Codes of the chosen sites; null: all. */
  sites: string[] | null
  /** Addresses that could not be made, to be tried again. */
  failed: string[]
}

export const stateFolder = (dir: string): string => path.join(dir, '.state')
export const pagesFolder = (dir: string): string => path.join(stateFolder(dir), 'pages')
export const redirectsFile = (dir: string): string => path.join(stateFolder(dir), 'redirects.map')
const aboutFile = (dir: string) => path.join(stateFolder(dir), 'about.json')
const lockFile = (dir: string) => path.join(stateFolder(dir), 'lock')

/** Somebody is writing here. */
export class Occupied extends Error {
  readonly pid: number
  constructor(pid: number) {
    super(`process ${pid} is writing this export`)
    this.pid = pid
  }
}

export type Lock = {
  /** The run before was interrupted: what lies here is to be compared. */
  isAfterCrash: boolean
  release(): void
}

/** One process writes an export; a lock without its process tells of an interrupted run. */
export function takeLock(dir: string): Lock {
  makeFolder(stateFolder(dir))
  const pid = ownerOf(dir)
  if (pid !== null && pid !== process.pid && isAlive(pid)) throw new Occupied(pid)
  writeFileSync(lockFile(dir), String(process.pid))
  return { isAfterCrash: pid !== null, release: () => rmSync(lockFile(dir), { force: true }) }
}

export const isOccupied = (dir: string): boolean => {
  const pid = ownerOf(dir)
  return pid !== null && isAlive(pid)
}

function ownerOf(dir: string): number | null {
  if (!existsSync(lockFile(dir))) return null
  return Number(readFileSync(lockFile(dir), 'utf8')) || 0
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

export function readAbout(dir: string): About | null {
  try {
    return JSON.parse(readFileSync(aboutFile(dir), 'utf8')) as About
  } catch {
    return null
  }
}

export const writeAbout = (dir: string, about: About): void => writeWhole(aboutFile(dir), JSON.stringify(about))

/** Small files of the export's own, whole or as they were. */
export function writeWhole(target: string, text: string): void {
  const draft = path.join(path.dirname(target), `${DRAFT}${path.basename(target)}`)
  writeFileSync(draft, text)
  renameSync(draft, target)
}

export const gateFile = (dir: string): string => path.join(dir, '.open')

/**
 * The web server looks for files below DIR/.open, a link to DIR. Without the link it finds none and asks the platform: so an
 * export that does not know what was taken down is out of service in one step.
 */
export function gateOf(dir: string) {
  const link = gateFile(dir)
  const isOpen = () => lstatSync(link, { throwIfNoEntry: false }) !== undefined
  return {
    isOpen,
    open: () => {
      if (!isOpen()) symlinkSync('.', link)
    },
    close: () => rmSync(link, { force: true }),
  }
}
