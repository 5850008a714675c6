import type { SlotSet } from './sets.ts'

const MOST_BYTES = 48 * 1024 * 1024
/** What a set costs beside its slots. */
const BYTES_PER_SET = 400

/** Postings as they were read last, of chunks that are full and so do not change any more. Of one thread. */
export function createPostingCache() {
  const known = new Map<number, SlotSet>()
  let bytes = 0
  let full = 0
  return {
    /** `chunks`: so many are full by now. */
    get(term: number, chunks: number): SlotSet | undefined {
      if (chunks !== full) {
        known.clear()
        bytes = 0
        full = chunks
      }
      const set = known.get(term)
      if (!set) return undefined
      // The last that was asked for is the last to go.
      known.delete(term)
      known.set(term, set)
      return set
    },
    put(term: number, set: SlotSet): void {
      known.set(term, set)
      bytes += bytesOf(set)
      for (const [oldest, other] of known) {
        if (bytes <= MOST_BYTES) return
        known.delete(oldest)
        bytes -= bytesOf(other)
      }
    },
  }
}

const bytesOf = (set: SlotSet): number =>
  set.reduce((sum, container) => sum + ((container?.list ?? container?.bits)?.byteLength ?? 0), BYTES_PER_SET)
