import { createHash } from 'node:crypto'
import type { ItemContent } from './item.ts'

const SHANGHAI_MS = 8 * 3_600_000
/** The calendar day of an instant where the platform stands. */
export const dayOf = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 10)

export const FOREVER = 'infinity'

/** The address of an item in a channel: stable, short, readable: zcwj/gfxwj/202611/1a2b.html */
export function pathOf(channelPath: string, no: number, firstReleasedAt: Date): string {
  const month = new Date(firstReleasedAt.getTime() + SHANGHAI_MS).toISOString().slice(0, 7).replace('-', '')
  return `/${channelPath}/${month}/${no.toString(36)}.html`
}

/** Digest of everything a reader can see of a version: the same text released again makes no new version. */
export function digestOf(content: ItemContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

/** Intervals never have zero length, so a second release in the same millisecond begins one later. */
export function nextInstant(now: Date, previous: Date | null): Date {
  return previous && previous >= now ? new Date(previous.getTime() + 1) : now
}
