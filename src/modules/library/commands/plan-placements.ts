import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'
import type { ChannelCard } from '../../sites/index.ts'
import type { ReleaseWish } from '../item.ts'
import { FOREVER, nextInstant, pathOf } from '../rules.ts'
import type { PlacementRow, ReleaseRows } from './write-release.ts'

export type Placing = {
  item: { id: string; no: number; first_released_at: Date }
  wish: ReleaseWish
  channels: ReadonlyMap<string, ChannelCard>
  isNew: boolean
  /** When it takes effect. */
  at: Date
}

type Standing = {
  id: string
  item_id: string
  site_id: string
  channel_id: string
  path: string
  is_primary: boolean
  is_pinned: boolean
  visible_from: Date
  visible_until: Date | number
  valid_from: Date
}
/**
 * Bring the placements of items to what is wished: unchanged ones stay, others are closed (history) and new ones go into
 * `rows` to be written. Every address given up becomes a redirect to the item's main address. Gives the live addresses.
 */
export async function planPlacements(
  work: Work,
  placings: readonly Placing[],
  rows: ReleaseRows,
): Promise<Map<string, { siteId: string; path: string }[]>> {
  const old = await standingOf(
    work,
    placings.filter((one) => !one.isNew).map((one) => one.item.id),
  )
  const closed: Closed[] = []
  const left: Left[] = []
  const live = new Map<string, { siteId: string; path: string }[]>()

  for (const placing of placings) {
    const wanted = wishedRows(work, placing)
    const before = old.get(placing.item.id) ?? []
    const main = wanted.find((row) => row.is_primary) ?? wanted[0]
    // A change to come cuts every place at its instant, so that what shows the item knows when it changes.
    const isScheduled = placing.at > work.now
    for (const row of wanted) {
      const same = !isScheduled && before.find((standing) => isSame(standing, row))
      if (same) continue
      const replaced = before.find((standing) => standing.channel_id === row.channel_id)
      rows.placements.push(replaced ? { ...row, valid_from: nextInstant(placing.at, replaced.valid_from) } : row)
    }
    for (const standing of before) {
      const kept = !isScheduled && wanted.find((row) => isSame(standing, row))
      if (!kept) closed.push({ id: standing.id, at: nextInstant(placing.at, standing.valid_from), isScheduled })
      const stays = wanted.some((row) => row.site_id === standing.site_id && row.path === standing.path)
      if (!stays && main)
        left.push({
          siteId: standing.site_id,
          path: standing.path,
          to: `${main.site_id}:${main.path}`,
          since: placing.at,
        })
    }
    live.set(
      placing.item.id,
      wanted.map((row) => ({ siteId: row.site_id, path: row.path })),
    )
  }
  rows.paths.push(
    ...placings.flatMap(({ item, wish, at }) =>
      (live.get(item.id) ?? []).map(({ siteId, path }) => ({
        site_id: siteId,
        path,
        item_id: item.id,
        // Reserved at once; one that leads elsewhere or nowhere today goes on doing so until then.
        since: wish.visibleFrom > at ? wish.visibleFrom : at,
      })),
    ),
  )
  await closePlacements(work, closed)
  await redirectPaths(work, left)
  return live
}

async function standingOf(work: Work, itemIds: string[]): Promise<Map<string, Standing[]>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<Standing>`
    SELECT id, item_id, site_id, channel_id, path, is_primary, is_pinned, visible_from, visible_until, valid_from
    FROM library.placement WHERE item_id = ANY (${itemIds}::uuid[]) AND valid_to = 'infinity'
  `.execute(work.db)
  return Map.groupBy(rows, (row) => row.item_id)
}

function wishedRows(work: Work, { item, wish, channels, at }: Placing): PlacementRow[] {
  return wish.placements.flatMap((placement) => {
    const channel = channels.get(placement.channelId)
    if (!channel) return []
    return {
      id: newId(),
      item_id: item.id,
      site_id: channel.siteId,
      channel_id: channel.id,
      path: pathOf(channel.path, item.no, item.first_released_at),
      is_primary: placement.isPrimary,
      is_pinned: placement.isPinned,
      sort_at: wish.visibleFrom > item.first_released_at ? wish.visibleFrom : item.first_released_at,
      visible_from: wish.visibleFrom,
      visible_until: wish.visibleUntil ?? FOREVER,
      valid_from: at,
      valid_to: FOREVER,
      is_scheduled: at > work.now || null,
    }
  })
}

function isSame(standing: Standing, row: PlacementRow): boolean {
  return (
    standing.channel_id === row.channel_id &&
    standing.path === row.path &&
    standing.is_primary === row.is_primary &&
    standing.is_pinned === row.is_pinned &&
    standing.visible_from.getTime() === row.visible_from.getTime() &&
    instantOf(standing.visible_until) === instantOf(row.visible_until)
  )
}

/** The driver gives Infinity (a number) for the instant that never comes. */
const instantOf = (at: Date | number | string) => (at instanceof Date ? at.getTime() : Infinity)

type Closed = { id: string; at: Date; isScheduled: boolean }
type Left = { siteId: string; path: string; to: string; since: Date }

async function closePlacements(work: Work, closed: readonly Closed[]): Promise<void> {
  if (closed.length === 0) return
  await sql`
    UPDATE library.placement p SET valid_to = c.at, is_scheduled = nullif(c.later, false)
    FROM unnest(${closed.map((one) => one.id)}::uuid[], ${closed.map((one) => one.at)}::timestamptz[],
      ${closed.map((one) => one.isScheduled)}::boolean[]) AS c(id, at, later)
    WHERE p.id = c.id
  `.execute(work.db)
}

async function redirectPaths(work: Work, left: readonly Left[]): Promise<void> {
  if (left.length === 0) return
  await sql`
    UPDATE library.path p SET kind = 'redirect', redirect_to = l.target, since = l.since
    FROM unnest(${left.map((l) => l.siteId)}::uuid[], ${left.map((l) => l.path)}::text[], ${left.map((l) => l.to)}::text[],
      ${left.map((l) => l.since)}::timestamptz[]) AS l(site_id, path, target, since)
    WHERE p.site_id = l.site_id AND p.path = l.path
  `.execute(work.db)
}
