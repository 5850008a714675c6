import { isAhead, type Snapshot } from '../kernel/changes.ts'
import type { FragmentUse } from '../kernel/page-store.ts'
import type { Reads, Touch } from '../kernel/reads.ts'
import {
  beginsBy,
  edgeOf,
  isMembersOnly,
  windowEnd,
  windowKey,
  windowPage,
  windowStart,
  windowValue,
} from './pages-lmdb-layout.ts'
import type { Stores } from './pages-lmdb-open.ts'

type ReadsOf = Pick<Reads, 'keys' | 'windows'>

const idBytes = (id: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(id)
  return bytes
}

/** What leads from a key or a point back to the pages that read it. Writes belong in the caller's transaction. */
export function edgesOf({ edge, window, fragment, fragmentEdge }: Stores) {
  const fragments = {
    /** Made of something older than what is known of it: the page is to be made again. */
    isOutdated({ name, digest }: FragmentUse, snapshot: Snapshot): boolean {
      const known = fragment.get(name)
      return known !== undefined && known.digest !== digest && isAhead(known.snapshot, snapshot)
    },
    put({ name, keys, digest }: FragmentUse, snapshot: Snapshot): void {
      const known = fragment.get(name)
      const isSame = known?.keys.length === keys.length && known.keys.every((key, index) => key === keys[index])
      if (known?.digest === digest && isSame) return
      if (!isSame) {
        for (const key of known?.keys ?? []) fragmentEdge.removeSync(edgeOf(key), name)
        for (const key of keys) fragmentEdge.putSync(edgeOf(key), name)
      }
      fragment.putSync(name, { keys: [...keys], digest, snapshot })
    },
  }

  const edges = {
    add(id: number, { keys, windows }: ReadsOf): void {
      for (const key of keys) edge.putSync(edgeOf(key), idBytes(id))
      for (const one of windows) window.putSync(windowKey(one.list, one.to), windowValue(id, one))
    },
    remove(id: number, { keys, windows }: ReadsOf): void {
      for (const key of keys) edge.removeSync(edgeOf(key), idBytes(id))
      for (const one of windows) window.removeSync(windowKey(one.list, one.to), windowValue(id, one))
    },
  }

  /** Which pages a touch reaches, and from when on. */
  function reached({ keys, points }: Pick<Touch, 'keys' | 'points'>): Map<number, number> {
    const found = new Map<number, number>()
    const note = (id: number, from: number) => found.set(id, Math.min(from, found.get(id) ?? Infinity))
    for (const [key, from] of keys) for (const id of edge.getValues(edgeOf(key))) note(id.readUInt32BE(0), from)
    for (const point of points) {
      const range = { start: windowStart(point.list, point.low), end: windowEnd(point.list) }
      for (const { value } of window.getRange(range)) {
        if (point.step === 0 && isMembersOnly(value)) continue
        if (beginsBy(value, point.high)) note(windowPage(value), point.from)
      }
    }
    return found
  }

  return { fragments, edges, reached }
}

/** What `a` has and `b` has not. */
export function difference(a: ReadsOf, b: ReadsOf) {
  const keys = new Set(b.keys)
  const windows = new Set(b.windows.map((one) => JSON.stringify(one)))
  return {
    keys: a.keys.filter((key) => !keys.has(key)),
    windows: a.windows.filter((one) => !windows.has(JSON.stringify(one))),
  }
}
