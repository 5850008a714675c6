import { existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Here no folder can be made. */
export class NoFolder extends Error {
  readonly folder: string
  constructor(folder: string, cause: unknown) {
    super(`no folder can be made at ${folder}`, { cause })
    this.folder = folder
  }
}

/**
 * A folder with those above it, one by one from the nearest that is there. Node's own recursive mkdir asks for ever where a file
 * system has no room for folders and says that what lies above is missing, as /proc does.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = []
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at)
  for (const one of missing) {
    try {
      mkdirSync(one)
    } catch (error) {
      // Another process may have made it in the meantime.
      if (!isFolder(one)) throw new NoFolder(one, error)
    }
  }
  if (!isFolder(folder)) throw new NoFolder(folder, null)
}

const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
