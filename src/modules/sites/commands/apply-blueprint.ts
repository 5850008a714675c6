import type { View, Work } from '../../../kernel/work.ts'
import type { ChannelPlan } from '../blueprint-rules.ts'
import { Blueprint } from '../contract.ts'
import { type ChannelsCreated, createChannelsOnSites } from './create-channels.ts'
import { putSettingsOnSites } from './write-settings.ts'

export type LoadedBlueprint = { code: string; channels: ChannelPlan[]; settings: Record<string, unknown> }

export async function findBlueprint(view: View, code: string): Promise<LoadedBlueprint | null> {
  const row = await view.db.selectFrom('sites.blueprint').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return null
  return { code, channels: Blueprint.shape.channels.parse(row.channels), settings: row.settings }
}

export type NewOnBlueprint = { site: { id: string; path: string }; blueprint: LoadedBlueprint }

/** Channels and settings of new sites, all in a few statements. */
export async function applyBlueprints(work: Work, sites: readonly NewOnBlueprint[]): Promise<ChannelsCreated> {
  const made = await createChannelsOnSites(
    work,
    sites.map(({ site, blueprint }) => ({ site, channels: blueprint.channels })),
  )
  await putSettingsOnSites(
    work,
    sites.flatMap(({ site, blueprint }) =>
      Object.entries(blueprint.settings).map(([key, value]) => ({ siteId: site.id, key, value })),
    ),
  )
  return made
}
