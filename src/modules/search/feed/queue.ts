import { isLong, laterOf, REBUILD } from './touched.ts'

/** What waits to be read again. What one person does is urgent, bulk and walks go behind it, files are read beside both. */
export const lanes = ['urgent', 'long', 'text'] as const
export type Lane = (typeof lanes)[number]

export type Reading = {
  /** Nothing was noted of this source since the reading began. */
  isFresh(source: string): boolean
  end(): void
}

export type Queue = {
  /** `isBulk`: plain sources too go behind what is urgent. */
  add(sources: Iterable<string>, isBulk?: boolean): void
  /** What was read of these before is out of date; something else that waits reads them again. */
  outdate(sources: Iterable<string>): void
  take(lane: Lane, most: number): string[]
  /** Taken, and not worked off. */
  putBack(lane: Lane, sources: readonly string[]): void
  /** Given up. */
  drop(lane: Lane, sources: readonly string[]): void
  /** A reading begins: what is noted from here on makes what it reads out of date. Whoever begins one ends it. */
  read(): Reading
  /** What was to wait until now is urgent. */
  due(now: number): void
  /** The next instant that something waits for. */
  nextDue(): number | null
  size(): number
  isEmpty(lane: Lane): boolean
}

export function createQueue(): Queue {
  const waiting: Record<Lane, Set<string>> = { urgent: new Set(), long: new Set(), text: new Set() }
  /** When a source was noted last, the oldest first; kept while a reading is open that began before, in whichever lane. */
  const noted = new Map<string, number>()
  const open = new Set<{ readonly begun: number }>()
  const later = new Map<string, number>()
  let serial = 0

  const laneOf = (source: string, isBulk: boolean): Lane => {
    if (source.startsWith('text:')) return 'text'
    return isBulk || isLong(source) ? 'long' : 'urgent'
  }
  function noteAt(source: string): void {
    noted.delete(source)
    if (open.size > 0) noted.set(source, serial)
  }
  return {
    add(sources, isBulk = false) {
      serial++
      for (const source of sources) {
        if (source === REBUILD) continue
        noteAt(source)
        const wait = laterOf(source)
        if (wait) {
          later.set(source, wait.at)
          continue
        }
        const lane = laneOf(source, isBulk)
        if (lane === 'long' && waiting.urgent.has(source)) continue
        if (lane === 'urgent') waiting.long.delete(source)
        waiting[lane].add(source)
      }
    },
    outdate(sources) {
      serial++
      for (const source of sources) noteAt(source)
    },
    take(lane, most) {
      const taken = [...waiting[lane].values().take(most)]
      for (const source of taken) waiting[lane].delete(source)
      return taken
    },
    putBack(lane, sources) {
      for (const source of sources) waiting[lane].add(source)
    },
    drop(lane, sources) {
      for (const source of sources) waiting[lane].delete(source)
    },
    read() {
      const one = { begun: serial }
      open.add(one)
      return {
        isFresh: (source) => (noted.get(source) ?? 0) <= one.begun,
        end() {
          open.delete(one)
          const oldest = Math.min(...[...open].map(({ begun }) => begun))
          for (const [source, at] of noted) {
            if (at > oldest) break
            noted.delete(source)
          }
        },
      }
    },
    due(now) {
      for (const [source, at] of later) {
        if (at > now) continue
        later.delete(source)
        waiting.urgent.add(source)
      }
    },
    nextDue: () => (later.size === 0 ? null : Math.min(...later.values())),
    size: () => lanes.reduce((sum, lane) => sum + waiting[lane].size, 0),
    isEmpty: (lane) => waiting[lane].size === 0,
  }
}
