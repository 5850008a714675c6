import { ask } from '../../../kernel/database.ts'
import type { View } from '../../../kernel/work.ts'
import { channelCard, type ChannelCard } from '../cards.ts'
import type { StoredChannel } from '../tables.ts'

/** Every site that is or was open to readers, in the order of registration. */
export async function allSiteIds(view: View): Promise<string[]> {
  const rows = await ask<{ id: string }>(view.db)`SELECT id FROM sites.site WHERE state <> 'draft' ORDER BY no`
  return rows.map((row) => row.id)
}

/** Channels in use on some sites. */
export async function channelsOfSites(view: View, siteIds: readonly string[]): Promise<ChannelCard[]> {
  if (siteIds.length === 0) return []
  const rows = await ask<StoredChannel>(view.db)`
    SELECT * FROM sites.channel WHERE site_id = ANY (${siteIds}::uuid[]) AND archived_at IS NULL ORDER BY site_id, position, no`
  return rows.map(channelCard)
}

type Owned = { id: string; owner_id: string }

/** The own site of each organisation that has one open to readers: the first that was registered. */
export async function runningSitesOf(view: View, organisationIds: readonly string[]): Promise<Map<string, string>> {
  if (organisationIds.length === 0) return new Map()
  const rows = await ask<Owned>(view.db)`
    SELECT DISTINCT ON (owner_id) id, owner_id FROM sites.site
    WHERE owner_id = ANY (${organisationIds}::uuid[]) AND state IN ('running', 'exceptional', 'closing') ORDER BY owner_id, no`
  return new Map(rows.map((row) => [row.owner_id, row.id]))
}
