import { inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const LOCAL_SIZE = 30
const MOST_COMMENT = 65_535
const IS_ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

export class ZipRefused extends Error {
  readonly reason: 'encrypted' | 'broken' | 'too-large'
  constructor(reason: ZipRefused['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

/**
 * Unfolds every entry once, counting what really comes out: what the directory says of sizes is the sender's word. Libraries
 * that unpack without counting get only what has passed here.
 */
export function guardZip(bytes: Buffer, { unpackedBytes, entries }: { unpackedBytes: number; entries: number }): void {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > entries) throw new ZipRefused('too-large', `${count} entries`)
  let at = bytes.readUInt32LE(end + 16)
  let room = unpackedBytes
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > bytes.length || bytes.readUInt32LE(at) !== ENTRY)
      throw new ZipRefused('broken', 'the directory is cut off')
    if (bytes.readUInt16LE(at + 8) & IS_ENCRYPTED) throw new ZipRefused('encrypted', 'an entry is encrypted')
    room -= sizeOf(bytes, at, room)
    at += ENTRY_SIZE + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

function endOf(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_SIZE - MOST_COMMENT)
  for (let at = bytes.length - END_SIZE; at >= lowest; at--) if (bytes.readUInt32LE(at) === END) return at
  throw new ZipRefused('broken', 'no directory')
}

/** Bytes that an entry unfolds to; refused where there are more than there is room for. */
function sizeOf(bytes: Buffer, at: number, room: number): number {
  const method = bytes.readUInt16LE(at + 10)
  const packed = bytes.readUInt32LE(at + 20)
  const local = bytes.readUInt32LE(at + 42)
  if (local + LOCAL_SIZE > bytes.length || bytes.readUInt32LE(local) !== LOCAL)
    throw new ZipRefused('broken', 'an entry is cut off')
  const start = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  if (start + packed > bytes.length) throw new ZipRefused('broken', 'an entry is cut off')
  if (method === STORED) {
    if (packed > room) throw new ZipRefused('too-large', 'unfolds to too much')
    return packed
  }
  if (method !== DEFLATED) throw new ZipRefused('broken', `packed by method ${method}`)
  try {
    return inflateRawSync(bytes.subarray(start, start + packed), { maxOutputLength: Math.max(1, room) }).length
  } catch (error) {
    const isBomb = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isBomb
      ? new ZipRefused('too-large', 'unfolds to too much')
      : new ZipRefused('broken', 'an entry cannot be unpacked')
  }
}
