import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { channelCard, type ChannelCard, siteCard, type SiteCard } from '../cards.ts'
import { lineageOf } from '../rules.ts'
import { type Effective, resolveSettings, type SetValue, valuesOf } from '../setting-rules.ts'
import type { SettingKey, SettingValues } from '../settings.ts'
import type { StoredChannel, StoredSite } from '../tables.ts'

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

export type ChannelStanding = { channel: ChannelCard; site: SiteCard; reviewStages: number }

type StandingRow = StoredChannel & {
  site: StoredSite & { host: string | null }
  lineage: (OfTree & { set: Omit<SetValue, 'siteId' | 'key' | 'since'> | null })[]
}

/** A channel with its site and the reviews it demands, in one look-up: where every act on a document begins. */
export async function channelStanding(view: View, channelId: string): Promise<ChannelStanding | null> {
  const { rows } = await sql<StandingRow>`
    SELECT c.*, row_to_json(s) AS site, (
      SELECT json_agg(json_build_object('id', a.id, 'code', a.code, 'name', a.name, 'short_name', a.short_name, 'level', a.level,
        'kind', a.kind, 'is_demo', a.is_demo, 'path', a.path,
        'set', CASE WHEN t.key IS NULL THEN NULL ELSE json_build_object('value', t.value, 'isLocked', t.is_locked) END)
        ORDER BY length(a.path))
      FROM sites.site a LEFT JOIN sites.setting t
        ON t.site_id = a.id AND t.key = 'review.stages' AND t.valid_from <= ${view.now} AND t.valid_to > ${view.now}
      WHERE a.path = ANY (ARRAY(
        SELECT '/' || array_to_string(s.parts[1:depth], '/') || '/' FROM generate_subscripts(s.parts, 1) AS depth))
    ) AS lineage
    FROM sites.channel c JOIN LATERAL (
      SELECT s.*, d.host, string_to_array(trim(BOTH '/' FROM s.path), '/') AS parts
      FROM sites.site s LEFT JOIN sites.domain d ON d.site_id = s.id AND d.is_main WHERE s.id = c.site_id
    ) s ON true
    WHERE c.id = ${channelId}
  `.execute(view.db)
  const [row] = rows
  const own = row?.lineage.at(-1)
  if (!row || !own) return null
  const channel = channelCard(row)
  const set = row.lineage.flatMap((one): SetValue[] =>
    one.set ? [{ siteId: one.id, key: 'review.stages', ...one.set, since: view.now }] : [],
  )
  const lineage = row.lineage.map((one) => one.id)
  const reviewStages = channel.reviewStages ?? valuesOf(resolveSettings(own, lineage, set))['review.stages']
  return { channel, site: siteCard(row.site), reviewStages }
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
