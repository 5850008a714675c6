import { hash } from 'node:crypto'
import type { Position, Snapshot } from '../kernel/changes.ts'
import type { ListWindow } from '../kernel/reads.ts'

/** How pages lie in LMDB. Numbers in keys are big-endian, so that their order is the order of the bytes. */

const MOST_KEY_BYTES = 400

/** Addresses are keys as they are; very long ones by their digest. */
export const pageKeyOf = (key: string): string =>
  Buffer.byteLength(key) <= MOST_KEY_BYTES ? key : `#${hash('sha256', key)}`

/** Eight bytes of a key's digest: two keys that share them cost a needless rendering, never a missed one. */
export function edgeOf(key: string): Buffer {
  return hash('sha1', key, 'buffer').subarray(0, 8)
}

const FRESH = 0
const STALE = 1
const GONE = 2
export const STANDING = { fresh: FRESH, stale: STALE, gone: GONE } as const
const STANDINGS = ['fresh', 'stale', 'gone'] as const

export type State = {
  version: number
  standing: 'fresh' | 'stale' | 'gone'
  until: number
  renderedAt: number
  snapshot: Snapshot
}

const AT = { version: 0, standing: 4, until: 8, renderedAt: 16, xmin: 24, xmax: 32, xip: 40 } as const

export function packState({ version, standing, until, renderedAt, snapshot }: State): Buffer {
  const bytes = Buffer.alloc(AT.xip + 8 * snapshot.xip.length)
  bytes.writeUInt32LE(version, AT.version)
  bytes.writeUInt8(STANDING[standing], AT.standing)
  bytes.writeDoubleLE(until, AT.until)
  bytes.writeDoubleLE(renderedAt, AT.renderedAt)
  bytes.writeDoubleLE(snapshot.xmin, AT.xmin)
  bytes.writeDoubleLE(snapshot.xmax, AT.xmax)
  snapshot.xip.forEach((xid, index) => bytes.writeDoubleLE(xid, AT.xip + 8 * index))
  return bytes
}

export function unpackState(bytes: Buffer): State {
  const xip: number[] = []
  for (let at: number = AT.xip; at < bytes.length; at += 8) xip.push(bytes.readDoubleLE(at))
  return {
    version: bytes.readUInt32LE(AT.version),
    standing: standingAt(bytes),
    until: bytes.readDoubleLE(AT.until),
    renderedAt: bytes.readDoubleLE(AT.renderedAt),
    snapshot: { xmin: bytes.readDoubleLE(AT.xmin), xmax: bytes.readDoubleLE(AT.xmax), xip },
  }
}

export const standingAt = (bytes: Buffer): State['standing'] => STANDINGS[bytes.readUInt8(AT.standing)] ?? 'gone'

/** The four numbers of the hot path, without an object for the rest. */
export const glanceAt = (bytes: Buffer) => ({
  version: bytes.readUInt32LE(AT.version),
  isFresh: bytes[AT.standing] === FRESH,
  until: bytes.readDoubleLE(AT.until),
  renderedAt: bytes.readDoubleLE(AT.renderedAt),
})

/** Instants before 1970 are ordered too. */
const SHIFT = 2 ** 46
const ID_BYTES = 16
export const POSITION_BYTES = 8 + ID_BYTES

function writePosition(bytes: Buffer, offset: number, position: Position | null, missing: 0 | 255): void {
  if (position === null) {
    bytes.fill(missing, offset, offset + POSITION_BYTES)
    return
  }
  const at = Math.max(0, Math.min(2 ** 47, position.at + SHIFT))
  bytes.writeUInt32BE(Math.floor(at / 2 ** 32), offset)
  bytes.writeUInt32BE(at % 2 ** 32, offset + 4)
  if (position.id === null) bytes.fill(missing, offset + 8, offset + POSITION_BYTES)
  else bytes.write(position.id.replaceAll('-', ''), offset + 8, ID_BYTES, 'hex')
}

/** Windows of a list lie in the order of their upper end: those that a point may fall into are the ones from the point on. */
export function windowKey(list: string, to: Position | null): Buffer {
  const bytes = Buffer.alloc(8 + POSITION_BYTES)
  edgeOf(`window:${list}`).copy(bytes)
  writePosition(bytes, 8, to, 255)
  return bytes
}

/** The first key of a list's windows that reach a position. */
export function windowStart(list: string, low: Position): Buffer {
  const bytes = Buffer.alloc(8 + POSITION_BYTES)
  edgeOf(`window:${list}`).copy(bytes)
  writePosition(bytes, 8, low, 0)
  return bytes
}

/** Behind every window of the list. */
export function windowEnd(list: string): Buffer {
  return Buffer.concat([edgeOf(`window:${list}`), Buffer.alloc(POSITION_BYTES + 1, 255)])
}

export function windowValue(id: number, { from, isMembersOnly }: Pick<ListWindow, 'from' | 'isMembersOnly'>): Buffer {
  const bytes = Buffer.alloc(POSITION_BYTES + 5)
  writePosition(bytes, 0, from, 0)
  bytes.writeUInt8(isMembersOnly ? 1 : 0, POSITION_BYTES)
  bytes.writeUInt32BE(id, POSITION_BYTES + 1)
  return bytes
}

export const windowPage = (value: Buffer): number => value.readUInt32BE(POSITION_BYTES + 1)
export const isMembersOnly = (value: Buffer): boolean => value[POSITION_BYTES] === 1

/** Does the window begin at or before this position? */
export function beginsBy(value: Buffer, high: Position): boolean {
  const bytes = Buffer.alloc(POSITION_BYTES)
  writePosition(bytes, 0, high, 255)
  return value.compare(bytes, 0, POSITION_BYTES, 0, POSITION_BYTES) <= 0
}
