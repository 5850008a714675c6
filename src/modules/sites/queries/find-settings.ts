import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { ChannelCard } from '../cards.ts'
import { lineageOf } from '../rules.ts'
import { type Effective, resolveSettings, type SetValue, valuesOf } from '../setting-rules.ts'
import type { SettingValues } from '../settings.ts'
import type { StoredSite } from '../tables.ts'

type OfTree = Pick<StoredSite, 'id' | 'code' | 'name' | 'short_name' | 'level' | 'kind' | 'is_demo' | 'path'>

export type Lineage = { site: OfTree; sites: OfTree[]; effective: Effective[] }

/** The settings of a site at an instant, each with where it comes from. Null for an unknown site. */
export async function settingsWithOrigin(view: View, siteId: string, at: Date): Promise<Lineage | null> {
  const self = await view.db.selectFrom('sites.site').select('path').where('id', '=', siteId).executeTakeFirst()
  if (!self) return null
  const sites = await view.db
    .selectFrom('sites.site')
    .select(['id', 'code', 'name', 'short_name', 'level', 'kind', 'is_demo', 'path'])
    .where(sql<boolean>`path = any(${lineageOf(self.path)}::text[])`)
    .orderBy(sql`length(path)`)
    .execute()
  const site = sites.at(-1)
  if (!site) return null
  const lineage = sites.map((one) => one.id)
  const set = await view.db
    .selectFrom('sites.setting')
    .select(['site_id as siteId', 'key', 'value', 'is_locked as isLocked', 'valid_from as since'])
    .where(sql<boolean>`site_id = any(${lineage}::uuid[])`)
    .where('valid_from', '<=', at)
    .where('valid_to', '>', at)
    .execute()
  return { site, sites, effective: resolveSettings(site, lineage, set satisfies SetValue[]) }
}

/** All settings that hold on a site at an instant, typed by key. Throws for an unknown site. */
export async function effectiveSettings(view: View, siteId: string, at: Date = view.now): Promise<SettingValues> {
  const found = await settingsWithOrigin(view, siteId, at)
  if (!found) throw new Error(`no site ${siteId}`)
  return valuesOf(found.effective)
}

/** 0 to 3: what the channel says, else what the site's settings say. */
export async function reviewStagesFor(
  view: View,
  channel: Pick<ChannelCard, 'siteId' | 'reviewStages'>,
): Promise<number> {
  if (channel.reviewStages !== null) return channel.reviewStages
  return (await effectiveSettings(view, channel.siteId))['review.stages']
}
