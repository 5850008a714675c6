import type { createFacetValues } from './facet-values.ts'
import type { Columns } from './shared.ts'

/** Of one thread; at a million documents room for some sixty filters. */
const MOST_BYTES = 8 * 1024 * 1024

/** One bit a slot, of the slots up to `slots`. */
type Kept = { bits: Uint32Array; slots: number }

type Index = { columns: Columns; facets: ReturnType<typeof createFacetValues>; slots: number }

/**
 * What filters leave of the whole index: a few are asked for again and again (a site, this year, one kind). A slot keeps its
 * facets for ever, so that only what came since is looked at.
 */
export function createFilters() {
  const known = new Map<string, Kept>()

  function roomFor(kept: Kept | undefined, { columns }: Index): Kept {
    const words = columns.capacity / 32
    if (kept && kept.bits.length >= words) return kept
    const bits = new Uint32Array(words)
    if (kept) bits.set(kept.bits)
    return { bits, slots: kept?.slots ?? 0 }
  }

  function forgetOldest(): void {
    let bytes = 0
    for (const { bits } of known.values()) bytes += bits.byteLength
    for (const [key, { bits }] of known) {
      if (bytes <= MOST_BYTES || known.size === 1) return
      known.delete(key)
      bytes -= bits.byteLength
    }
  }

  return {
    /** Slots with any of the values; null where that is not known and is not to be worked out. */
    bitsOf(facet: number, values: readonly string[], index: Index, mayLook: boolean): Uint32Array | null {
      const key = `${facet} ${JSON.stringify(values.toSorted())}`
      const before = known.get(key)
      if (!before && !mayLook) return null
      const kept = roomFor(before, index)
      const { columns, facets } = index
      // What stands behind the end of these columns is looked at when they have been viewed anew.
      const slots = Math.min(index.slots, columns.capacity)
      const column = columns.facets[facet]
      if (column && kept.slots < slots) {
        mark(kept, slots, column, facets.maskOf(facet, values))
        kept.slots = slots
      }
      // The last that was asked for is the last to go.
      known.delete(key)
      known.set(key, kept)
      if (!before) forgetOldest()
      return kept.bits
    },
  }
}

function mark({ bits, slots: from }: Kept, to: number, column: Uint32Array, mask: Uint8Array): void {
  for (let slot = from; slot < to; slot++) {
    if (mask[column[slot] ?? 0] === 1) bits[slot >>> 5] = (bits[slot >>> 5] ?? 0) | (1 << (slot & 31))
  }
}
