import type { Readable } from 'node:stream'

/** Files by content: the key is the SHA-256 of the bytes, so the same file is stored once and a key never changes meaning. */
export type Blobs = {
  /** Store a stream; refuses with TooLarge beyond `limit` bytes, keeping nothing. */
  put(source: Readable, limit: number): Promise<{ blob: string; bytes: number }>
  /** Where the bytes lie as a readable stream, or null when there are none. `range` counts bytes, end inclusive. */
  open(blob: string, range?: { start: number; end: number }): Promise<Readable | null>
  size(blob: string): Promise<number | null>
  remove(blob: string): Promise<void>
}

export class TooLarge extends Error {}
