import { existsSync, lstatSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import path from 'node:path'

const SITES = '.sites'

export const sitesFolder = (dir: string): string => path.join(dir, SITES)

/**
 * Where the files of a host stand. Nothing but hosts lies beside it, so that whatever a reader gives as the name of the host, the
 * web server never comes to a folder of our own.
 */
export const siteFolder = (dir: string, host: string): string => path.join(sitesFolder(dir), host)

/** The folder of a host, and DIR/<host>, which leads to it, for people and other programs. */
export function makeSite(dir: string, host: string): void {
  mkdirSync(siteFolder(dir, host), { recursive: true })
  const link = path.join(dir, host)
  // What somebody has put there stays: nobody reads through it.
  if (!isThere(link)) symlinkSync(path.join(SITES, host), link)
}

/** Exports of earlier versions had the folders of their hosts in DIR itself. They are taken over whole, each in one step. */
export function takeOverSites(dir: string, hosts: Iterable<string>): void {
  mkdirSync(sitesFolder(dir), { recursive: true })
  for (const host of hosts) {
    const formerly = path.join(dir, host)
    if (!existsSync(siteFolder(dir, host)) && lstatSync(formerly, { throwIfNoEntry: false })?.isDirectory()) {
      renameSync(formerly, siteFolder(dir, host))
    }
    makeSite(dir, host)
  }
}

const isThere = (place: string): boolean => lstatSync(place, { throwIfNoEntry: false }) !== undefined
