import type { SlotSet } from './sets.ts'

const MOST_BYTES = 48 * 1024 * 1024
/** What a set costs beside its slots. */
const BYTES_PER_SET = 400

/**
 * What holds a term, as it was known when the tail began at `first` and ended at `last`: postings change only when the tail begins
 * elsewhere, and what has come to the tail since stands behind `last`.
 */
export type Known = {
  first: number
  last: number
  posted: SlotSet
  late: readonly number[]
  whole: SlotSet
}

/** Terms as they were read last. Of one thread. */
export function createPostingCache() {
  const known = new Map<number, Known>()
  let bytes = 0
  return {
    get(term: number): Known | undefined {
      const one = known.get(term)
      if (!one) return undefined
      // The last that was asked for is the last to go.
      known.delete(term)
      known.set(term, one)
      return one
    },
    put(term: number, one: Known): void {
      const before = known.get(term)
      if (before) bytes -= bytesOf(before.posted)
      known.delete(term)
      known.set(term, one)
      bytes += bytesOf(one.posted)
      for (const [oldest, { posted }] of known) {
        if (bytes <= MOST_BYTES) return
        known.delete(oldest)
        bytes -= bytesOf(posted)
      }
    },
  }
}

const bytesOf = (set: SlotSet): number =>
  set.reduce((sum, container) => sum + ((container?.list ?? container?.bits)?.byteLength ?? 0), BYTES_PER_SET)
