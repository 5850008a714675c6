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
  const steps = new Map<string, number>()
  const points = foldReplaced(change.points, now).flatMap((point) => {
    // What never shows touches nothing; what differs only later is found by the clock then.
    if (point.instants.length === 0) return []
    const first = Math.min(...point.instants)
    const from = first <= now ? -Infinity : first
    if (from === -Infinity) steps.set(point.list, (steps.get(point.list) ?? 0) + point.step)
    else if (point.step !== 0) touch(countKey(point.list), from)
    if (point.isPinned) touch(pinnedKey(point.list), from)
    if (point.form !== null && point.low.id !== null) {
      touch(`item:${point.low.id}`, from)
      touch(`card:${point.low.id}`, from)
    }
    return [{ ...point, from }]
  })
  for (const [list, step] of steps) if (step !== 0) touch(countKey(list), -Infinity)
  return { xid: change.xid, isTakedown: change.isTakedown, keys, points }
}

/** What goes and comes in one transaction at the same place and in the same form differs only at the instants to come. */
function foldReplaced(points: readonly Point[], now: number): Point[] {
  const placeOf = ({ list, low, form, isPinned }: Point) => JSON.stringify([list, low, form, isPinned])
  const groups = Map.groupBy(points, (point) => (point.form === null ? point : placeOf(point)))
  return [...groups.values()].flatMap((group) => {
    const steps = new Set(group.map((point) => point.step))
    const [first] = group
    if (group.length < 2 || !first || !steps.has(1) || !steps.has(-1)) return group
    const isShownNow = group.every((point) => Math.min(...point.instants) <= now)
    if (!isShownNow) return group
    const later = group.flatMap((point) => point.instants.filter((at) => at > now))
    return later.length === 0 ? [] : [{ ...first, step: -1, instants: later }]
  })
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
