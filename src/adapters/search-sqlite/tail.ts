import { BLOCK, SLOTS, TAIL, type SharedIndex } from './shared.ts'

/** The last slots, whose words are not in the postings yet: per slot its sorted terms, looked through for each query. */
export function writeTail(shared: SharedIndex, slot: number, terms: Uint32Array): void {
  const { ends, terms: buffer } = tailOf(shared, slot)
  const at = slot % BLOCK
  const bounds = new Uint32Array(ends)
  const from = at === 0 ? 0 : (bounds[at] ?? 0)
  const to = from + terms.length
  if (to * 4 > buffer.byteLength) buffer.grow(Math.min(buffer.maxByteLength, Math.max(buffer.byteLength * 2, to * 4)))
  new Uint32Array(buffer).set(terms, from)
  bounds[0] = 0
  bounds[at + 1] = to
}

const tailOf = ({ tails }: SharedIndex, slot: number) => tails[Math.floor(slot / BLOCK) % 2 === 0 ? 0 : 1]

export type TailView = { first: number; last: number; ends: Uint32Array; terms: Uint32Array }

export function viewTail(shared: SharedIndex): TailView {
  const state = new Int32Array(shared.state)
  const [first, last] = [Atomics.load(state, TAIL), Atomics.load(state, SLOTS)]
  const { ends, terms } = tailOf(shared, first)
  return { first, last, ends: new Uint32Array(ends), terms: new Uint32Array(terms, 0, terms.byteLength / 4) }
}

/** Slots of the tail from `first` on that hold a term, in order. */
export function inTail({ last, ends, terms }: TailView, term: number, first: number): number[] {
  const found: number[] = []
  for (let slot = first; slot < last; slot++) {
    const at = slot % BLOCK
    let from = ends[at] ?? 0
    let to = (ends[at + 1] ?? 0) - 1
    while (from <= to) {
      const middle = (from + to) >>> 1
      const value = terms[middle] ?? 0
      if (value < term) from = middle + 1
      else if (value > term) to = middle - 1
      else {
        found.push(slot)
        break
      }
    }
  }
  return found
}
