/** Why an address has no file: it is left to the platform. */
export type Refusal =
  | 'leaves the folder'
  | 'control characters'
  | 'empty part'
  | 'reserved name'
  | 'name too long'
  | 'path too long'
  | 'not well-formed'

export type Place = { file: string } | { refused: Refusal }

/** Bytes: what file systems take, with room for .gz behind the last name. */
const MOST_NAME = 255 - '.gz'.length
const MOST_PATH = 3_000
/** Names in the making begin with this; no page may. */
export const DRAFT = '.yw-'
export const INDEX = 'index.html'

/**
 * The file of an address, below the folder of its host. Names stand as the web server decodes them (UTF-8), so that it finds
 * them without a rule; whatever could leave the folder, or mean two things, is refused.
 */
export function placeOf(path: string): Place {
  const parts = path.slice(1).split('/')
  const last = parts.at(-1) ?? ''
  const refused = refusalOf(path, parts)
  if (refused) return { refused }
  if (last === INDEX || last.endsWith('.gz')) {
    // Below /files/ nothing is packed beside, so its names mean one thing.
    if (parts[0] !== 'files' || parts.length !== 3) return { refused: 'reserved name' }
  }
  return { file: last === '' ? `${path.slice(1)}${INDEX}` : path.slice(1) }
}

function refusalOf(path: string, parts: readonly string[]): Refusal | null {
  if (!path.startsWith('/') || !path.isWellFormed()) return 'not well-formed'
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'control characters'
  if (parts.some((part) => part === '..' || part === '.') || path.includes('\\')) return 'leaves the folder'
  if (parts.slice(0, -1).includes('')) return 'empty part'
  if (parts.some((part) => part.startsWith(DRAFT))) return 'reserved name'
  if (parts.some((part) => Buffer.byteLength(part) > MOST_NAME)) return 'name too long'
  return Buffer.byteLength(path) > MOST_PATH ? 'path too long' : null
}

/** The address that a file answers for. */
export const pathOf = (file: string): string =>
  file === INDEX || file.endsWith(`/${INDEX}`) ? `/${file.slice(0, -INDEX.length)}` : `/${file}`

/** A host that may be the name of a folder, and of no folder of our own (they begin with a dot). */
export const isHost = (host: string): boolean =>
  /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(host) && !host.includes('..') && host.length <= 253
