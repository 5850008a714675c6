import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Log } from '../kernel/log.ts'

/** Stays when a store is emptied: whoever waits for it waits for the same file. */
export const LOCK_FILE = 'opening.db'
const PATIENCE_MS = 10_000

const held = new Set<string>()

/**
 * Opens or exchanges the store of a folder while no other process does. Portals that are started together would find a file
 * half made, throw it away and take it from under each other, which ends the process inside LMDB. The lock is the system's own on an
 * open file, so it goes with its process. Where it cannot be had the store is opened all the same.
 */
export function alone<T>({ folder, log }: { folder: string; log: Log }, act: () => T): T {
  if (held.has(folder)) return act()
  const lock = takeLock(folder, log)
  held.add(folder)
  try {
    return act()
  } finally {
    held.delete(folder)
    lock?.close()
  }
}

function takeLock(folder: string, log: Log): DatabaseSync | null {
  let lock: DatabaseSync | null = null
  try {
    mkdirSync(folder, { recursive: true })
    lock = new DatabaseSync(path.join(folder, LOCK_FILE), { timeout: PATIENCE_MS })
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    log.warn({ err: error, folder }, 'the page store is opened without its lock')
    return null
  }
}
