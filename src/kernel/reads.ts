import type { Change, Point, Position } from './changes.ts'

/**
 * A stretch of an ordered list that was read, both ends included; null: open. `isMembersOnly`: who is in it matters, not how
 * they read.
 */
export type ListWindow = { list: string; from: Position | null; to: Position | null; isMembersOnly: boolean }

/** What was read to make something. `until`: the first instant (ms) at which time alone changes it. */
export type Reads = { keys: readonly string[]; windows: readonly ListWindow[]; until: number | null }

export const countKey = (list: string): string => `count:${list}`
export const pinnedKey = (list: string): string => `pinned:${list}`
/** Stands for everything a fragment read. */
export const fragmentKey = (name: string): string => `fragment:${name}`

/** A change as a question to ask of reads: which keys and points it touches, and from when on (-Infinity: at once). */
export type Touch = {
  xid: number
  isTakedown: boolean
  keys: Map<string, number>
  points: readonly (Point & { from: number })[]
}

/** Which keys a change touches now, and which only at a later instant. `now` in milliseconds. */
export function touchOf(change: Change, now: number): Touch {
  const keys = new Map<string, number>()
  const touch = (key: string, from: number) => keys.set(key, Math.min(from, keys.get(key) ?? Infinity))
  for (const { key, dueAt } of change.keys) touch(key, dueAt === null || dueAt <= now ? -Infinity : dueAt)
  const counts = new Map<string, number>()
  const points = change.points.flatMap((point) => {
    const first = Math.min(...point.instants)
    // What differs only later is found by the clock then; what never shows touches nothing.
    if (point.instants.length === 0) return []
    const from = first <= now ? -Infinity : first
    if (from === -Infinity) counts.set(point.list, (counts.get(point.list) ?? 0) + point.step)
    else if (point.step !== 0) touch(countKey(point.list), from)
    if (point.isPinned) touch(pinnedKey(point.list), from)
    return [{ ...point, from }]
  })
  for (const [list, step] of counts) if (step !== 0) touch(countKey(list), -Infinity)
  return { xid: change.xid, isTakedown: change.isTakedown, keys, points }
}

/** Orders positions; a missing id stands before (low) or after (high) every id of its instant. */
export function comparePositions(a: Position, b: Position): number {
  if (a.at !== b.at) return a.at - b.at
  if (a.id === null || b.id === null) return 0
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export function touchesWindow(point: Point, window: ListWindow): boolean {
  if (point.list !== window.list || (window.isMembersOnly && point.step === 0)) return false
  if (window.from !== null && comparePositions(point.high, window.from) < 0) return false
  return window.to === null || comparePositions(point.low, window.to) <= 0
}

/** From when on a change touches these reads (-Infinity: now); null when it does not. */
export function touchedFrom(touch: Touch, reads: Pick<Reads, 'keys' | 'windows'>): number | null {
  let first: number | null = null
  const note = (from: number) => (first = first === null ? from : Math.min(first, from))
  for (const key of reads.keys) {
    const from = touch.keys.get(key)
    if (from !== undefined) note(from)
  }
  for (const point of touch.points) {
    if (reads.windows.some((window) => touchesWindow(point, window))) note(point.from)
  }
  return first
}
