import { open } from 'node:fs/promises'

const END = 0x06054b50
const ENTRY = 0x02014b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const MOST_COMMENT = 65_535
const MOST_DIRECTORY = 4 * 1024 * 1024

/** Names of the entries of a ZIP file, from its directory at the end; nothing is unpacked. Empty when it is none. */
export async function zipNames(path: string): Promise<string[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, END_SIZE + MOST_COMMENT))
    await file.read(tail, 0, tail.length, size - tail.length)
    const at = lastEnd(tail)
    if (at < 0) return []
    const length = Math.min(tail.readUInt32LE(at + 12), MOST_DIRECTORY)
    const directory = Buffer.alloc(length)
    await file.read(directory, 0, length, tail.readUInt32LE(at + 16))
    return namesIn(directory)
  } finally {
    await file.close()
  }
}

function lastEnd(tail: Buffer): number {
  for (let at = tail.length - END_SIZE; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at
  return -1
}

function namesIn(directory: Buffer): string[] {
  const names: string[] = []
  let at = 0
  while (at + ENTRY_SIZE <= directory.length && directory.readUInt32LE(at) === ENTRY) {
    const name = directory.readUInt16LE(at + 28)
    names.push(directory.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + name))
    at += ENTRY_SIZE + name + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return names
}
