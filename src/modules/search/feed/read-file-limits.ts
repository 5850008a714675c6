/** What reading one file may cost, whatever it holds: the thread is ended, then the process, and the platform goes on. */
export type ReadLimits = {
  bytes: number
  /** What a packed file may unfold to. */
  unpackedBytes: number
  entries: number
  pages: number
  characters: number
  milliseconds: number
  /** Of the thread's own heap, and of the whole process. */
  heapMegabytes: number
  processMegabytes: number
}

const MB = 1024 * 1024

export const READ_LIMITS: ReadLimits = {
  bytes: 50 * MB,
  unpackedBytes: 200 * MB,
  entries: 10_000,
  pages: 1_000,
  characters: 1_000_000,
  milliseconds: 30_000,
  heapMegabytes: 256,
  processMegabytes: 900,
}
