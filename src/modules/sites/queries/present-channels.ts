import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { ChannelCard } from '../cards.ts'
import { presentChannel, type PresentedChannel } from '../presenters.ts'

type MountRow = {
  id: string
  mount: { channelId: string; channelName: string; channelPath: string; siteId: string; siteName: string } | null
  mountedBy: number
}

/** Channels with what they show and how many show them: one query for all. */
export async function presentChannels(view: View, channels: readonly ChannelCard[]): Promise<PresentedChannel[]> {
  const ids = channels.map((channel) => channel.id)
  const { rows } = await sql<MountRow>`
    SELECT c.id,
      CASE WHEN t.id IS NULL THEN NULL ELSE json_build_object('channelId', t.id, 'channelName', t.name,
        'channelPath', t.path, 'siteId', s.id, 'siteName', s.name) END AS mount,
      (SELECT count(*) FROM sites.channel m WHERE m.mounted_channel_id = c.id AND m.archived_at IS NULL) AS "mountedBy"
    FROM sites.channel c LEFT JOIN sites.channel t ON t.id = c.mounted_channel_id LEFT JOIN sites.site s ON s.id = t.site_id
    WHERE c.id = ANY (${ids}::uuid[])`.execute(view.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return channels.map((channel) => {
    const found = byId.get(channel.id)
    return presentChannel(channel, found?.mount ?? null, found?.mountedBy ?? 0)
  })
}
