import { areCopies, type Fingerprint } from '../../modules/search/rank/fingerprint.ts'
import { hash } from 'node:crypto'

const BANDS = 4
const VALUES = 65_536
/** Of very common fingerprints only the latest are compared. */
const MOST_COMPARED = 64
const NONE = -1

/** Prints of all documents in memory, found by quarters: two that differ in three bits have one quarter in common. */
export function createCopies() {
  const heads = new Int32Array(BANDS * VALUES).fill(NONE)
  let next = new Int32Array(0)
  let prints = new Uint32Array(0)
  let titles = new Uint32Array(0)

  const room = (slot: number): void => {
    if (slot * BANDS < next.length) return
    const size = Math.max(4096, slot * 2)
    const more = {
      next: new Int32Array(size * BANDS),
      prints: new Uint32Array(size * 2),
      titles: new Uint32Array(size),
    }
    more.next.set(next)
    more.prints.set(prints)
    more.titles.set(titles)
    ;({ next, prints, titles } = more)
  }

  return {
    /** A document with the same text under the same title; null: there is none. */
    find(print: Fingerprint, title: number): number | null {
      for (const [band, value] of bandsOf(print).entries()) {
        let slot = heads[band * VALUES + value] ?? NONE
        for (let steps = 0; slot !== NONE && steps < MOST_COMPARED; steps++) {
          const other = { high: prints[slot * 2] ?? 0, low: prints[slot * 2 + 1] ?? 0 }
          if (titles[slot] === title && areCopies(print, other)) return slot
          slot = next[slot * BANDS + band] ?? NONE
        }
      }
      return null
    },
    add(slot: number, print: Fingerprint, title: number): void {
      room(slot)
      prints[slot * 2] = print.high
      prints[slot * 2 + 1] = print.low
      titles[slot] = title
      for (const [band, value] of bandsOf(print).entries()) {
        next[slot * BANDS + band] = heads[band * VALUES + value] ?? NONE
        heads[band * VALUES + value] = slot
      }
    },
  }
}

const bandsOf = ({ high, low }: Fingerprint): number[] => [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff]

export const titleKey = (title: string): number => hash('sha1', title, 'buffer').readUInt32BE(0)
