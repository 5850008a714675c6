import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import type { ChannelCard } from '../cards.ts'
import { lineageOf } from '../rules.ts'
import { type Effective, resolveSettings, type SetValue, valuesOf } from '../setting-rules.ts'
import type { SettingKey, SettingValues } from '../settings.ts'
import type { StoredSite } from '../tables.ts'

type OfTree = Pick<StoredSite, 'id' | 'code' | 'name' | 'short_name' | 'level' | 'kind' | 'is_demo' | 'path'>

export type Lineage = { site: OfTree; sites: OfTree[]; effective: Effective[] }

/** The settings of a site at an instant, each with where it comes from. Null for an unknown site. */
export async function settingsWithOrigin(view: View, siteId: string, at: Date): Promise<Lineage | null> {
  const self = await view.db.selectFrom('sites.site').select('path').where('id', '=', siteId).executeTakeFirst()
  return self ? settingsAlong(view, { path: self.path, at }) : null
}

type Row = OfTree & { key: string | null; value: unknown; isLocked: boolean | null; since: Date | null }

/** The same for a site whose place in the tree is known: one look-up. `key` narrows it to one setting. */
async function settingsAlong(
  view: View,
  { path, at, key = null }: { path: string; at: Date; key?: SettingKey | null },
): Promise<Lineage | null> {
  const { rows } = await sql<Row>`
    SELECT s.id, s.code, s.name, s.short_name, s.level, s.kind, s.is_demo, s.path,
      t.key, t.value, t.is_locked AS "isLocked", t.valid_from AS since
    FROM sites.site s LEFT JOIN sites.setting t ON t.site_id = s.id AND t.valid_from <= ${at} AND t.valid_to > ${at}
      AND (${key}::text IS NULL OR t.key = ${key})
    WHERE s.path = ANY (${lineageOf(path)}::text[]) ORDER BY length(s.path)
  `.execute(view.db)
  const sites = rows.filter((row, index) => row.id !== rows[index - 1]?.id)
  const site = sites.at(-1)
  if (!site) return null
  const set = rows.flatMap((row): SetValue[] =>
    row.key === null || row.since === null
      ? []
      : [{ siteId: row.id, key: row.key, value: row.value, isLocked: row.isLocked === true, since: row.since }],
  )
  return {
    site,
    sites,
    effective: resolveSettings(
      site,
      sites.map((one) => one.id),
      set,
    ),
  }
}

/** All settings that hold on a site at an instant, typed by key. Throws for an unknown site. */
export async function effectiveSettings(
  view: View,
  site: string | { path: string },
  at: Date = view.now,
): Promise<SettingValues> {
  const found =
    typeof site === 'string'
      ? await settingsWithOrigin(view, site, at)
      : await settingsAlong(view, { path: site.path, at })
  if (!found) throw new Error('no such site')
  return valuesOf(found.effective)
}

/** 0 to 3: what the channel says, else what the settings of its site say. */
export async function reviewStagesFor(
  view: View,
  channel: Pick<ChannelCard, 'reviewStages'>,
  site: { path: string },
): Promise<number> {
  if (channel.reviewStages !== null) return channel.reviewStages
  const found = await settingsAlong(view, { path: site.path, at: view.now, key: 'review.stages' })
  if (!found) throw new Error('no such site')
  return valuesOf(found.effective)['review.stages']
}
