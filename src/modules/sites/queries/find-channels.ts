import { ask } from '../../../kernel/database.ts'
import type { View } from '../../../kernel/work.ts'
import { channelCard, type ChannelCard } from '../cards.ts'
import type { StoredChannel } from '../tables.ts'

/** The whole tree of a site in reading order, parents first; as it stands now, or as it stood at an instant. */
export async function channelTree(view: View, siteId: string, at: Date = view.now): Promise<ChannelCard[]> {
  const rows = await view.db
    .selectFrom('sites.channel')
    .selectAll()
    .where('site_id', '=', siteId)
    .where((where) => where.or([where('archived_at', 'is', null), where('archived_at', '>', at)]))
    .orderBy('position')
    .orderBy('no')
    .execute()
  return inReadingOrder(rows.map(channelCard))
}

/** Rows in the order of siblings → depth first. A child whose parent is not among them is left out. */
export function inReadingOrder<T extends { id: string; parentId: string | null }>(channels: readonly T[]): T[] {
  const below = Map.groupBy(channels, (channel) => channel.parentId)
  const walk = (parentId: string | null): T[] =>
    (below.get(parentId) ?? []).flatMap((channel) => [channel, ...walk(channel.id)])
  return walk(null)
}

export async function channelById(view: View, id: string): Promise<ChannelCard | null> {
  return (await channelsById(view, [id])).get(id) ?? null
}

/** Archived ones too: old documents still name them. */
export async function channelsById(view: View, ids: readonly string[]): Promise<Map<string, ChannelCard>> {
  const rows = await ask<StoredChannel>(view.db)`SELECT * FROM sites.channel WHERE id = ANY (${ids}::uuid[])`
  return new Map(rows.map((row) => [row.id, channelCard(row)]))
}

/** The channel at an address of the site, or with a code; archived ones are not found. */
export async function channelByPath(view: View, siteId: string, path: string): Promise<ChannelCard | null> {
  return liveChannel(view, siteId, 'path', path)
}

export async function channelByCode(view: View, siteId: string, code: string): Promise<ChannelCard | null> {
  return liveChannel(view, siteId, 'code', code)
}

async function liveChannel(view: View, siteId: string, column: 'path' | 'code', value: string) {
  const row = await view.db
    .selectFrom('sites.channel')
    .selectAll()
    .where('site_id', '=', siteId)
    .where(column, '=', value)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row ? channelCard(row) : null
}

/** The channel that had this address before, where it is now; null when none had, or it is archived. */
export async function channelByFormerPath(view: View, siteId: string, path: string): Promise<ChannelCard | null> {
  const row = await view.db
    .selectFrom('sites.former_path as f')
    .innerJoin('sites.channel as c', 'c.id', 'f.channel_id')
    .selectAll('c')
    .where('f.site_id', '=', siteId)
    .where('f.path', '=', path)
    .where('c.archived_at', 'is', null)
    .executeTakeFirst()
  return row ? channelCard(row) : null
}

/** What mounted channels show, by the id of the mounted channel. Archived targets are missing. */
export async function mountTargets(view: View, channels: readonly ChannelCard[]): Promise<Map<string, ChannelCard>> {
  const wanted = channels.flatMap((channel) => channel.mountedChannelId ?? [])
  if (wanted.length === 0) return new Map()
  const targets = await channelsById(view, wanted)
  return new Map(
    channels.flatMap((channel) => {
      const target = channel.mountedChannelId === null ? undefined : targets.get(channel.mountedChannelId)
      return target && target.archivedAt === null ? [[channel.id, target] as const] : []
    }),
  )
}

/** The channels of other sites that show this one. */
export async function mountsOf(view: View, channelId: string): Promise<ChannelCard[]> {
  const rows = await view.db
    .selectFrom('sites.channel')
    .selectAll()
    .where('mounted_channel_id', '=', channelId)
    .where('archived_at', 'is', null)
    .orderBy('no')
    .execute()
  return rows.map(channelCard)
}
