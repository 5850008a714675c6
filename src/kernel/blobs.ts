import type { Readable } from 'node:stream'

/** Files by content: the key is the SHA-256 of the bytes, so the same file is stored once and a key never changes meaning. */
export type Blobs = {
  /** Store a stream; refuses with TooLarge beyond `limit` bytes, keeping nothing. */
  put(source: Readable, limit: number): Promise<{ blob: string; bytes: number }>
  /** Where the bytes lie as a readable stream, or null when there are none. `range` counts bytes, end inclusive. */
  open(blob: string, range?: { start: number; end: number }): Promise<Readable | null>
  size(blob: string): Promise<number | null>
  remove(blob: string): Promise<void>
  readonly parts: Parts
}

/** Files that arrive in pieces, by an id, until they are whole. One writer at a time: whoever appends sees to that. */
export type Parts = {
  /** How many bytes lie there, whatever anybody thinks of it; 0 for none. */
  length(id: string): Promise<number>
  /** Write behind what is there. What came before the source broke stays; beyond `most` bytes in all nothing of it does. */
  append(id: string, source: Readable, limits: AppendLimits): Promise<Appended>
  pathOf(id: string): string
  remove(id: string): Promise<void>
  /** Those that nobody has written to since. */
  untouchedSince(instant: Date): Promise<string[]>
}

/** `mayWrite` is asked before every write; `silenceMs`: a source that gives nothing for so long counts as broken. */
export type AppendLimits = { most: number; silenceMs: number; mayWrite: () => boolean }
/** `broken`: why the source ended early. */
export type Appended = { length: number; broken: Error | null }

export class TooLarge extends Error {}

const refuse = (): never => {
  throw new Error('no blob store was given')
}
const refuseLater = async () => refuse()

/** For what is only described, or has no files. */
export const noBlobs: Blobs = {
  put: refuseLater,
  open: refuseLater,
  size: refuseLater,
  remove: refuseLater,
  parts: {
    length: refuseLater,
    append: refuseLater,
    pathOf: refuse,
    remove: refuseLater,
    untouchedSince: refuseLater,
  },
}
