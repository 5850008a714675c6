import { sql } from 'kysely'
import { rowsOf } from '../../../kernel/database.ts'
import type { View } from '../../../kernel/work.ts'
import { channelCard, type ChannelCard, type SiteCard } from '../cards.ts'
import { lineageOf } from '../rules.ts'
import { type Effective, resolveSettings, reviewStagesOf, type SetValue, valuesOf } from '../setting-rules.ts'
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

/** What an act on a document asks about a site. */
export type Home = Pick<SiteCard, 'id' | 'name' | 'path' | 'ownerId' | 'ownerPath' | 'host' | 'basePath'>
export type ChannelStanding = { channel: ChannelCard; site: Home; reviewStages: number }

type StandingRow = StoredChannel & {
  site_name: string
  short_name: string
  level: StoredSite['level']
  site_kind: StoredSite['kind']
  is_demo: boolean
  site_path: string
  owner_id: string
  owner_path: string
  base_path: string
  host: string | null
  set: Omit<SetValue, 'key' | 'since'>[] | null
}

/** What stands for `$2` is an id, or says how it is found. */
const standingOf = (channel: string) => `
  SELECT c.*, s.name AS site_name, s.short_name, s.level, s.kind AS site_kind, s.is_demo, s.path AS site_path, s.owner_id,
    s.owner_path, s.base_path, d.host, (
      SELECT json_agg(json_build_object('siteId', t.site_id, 'value', t.value, 'isLocked', t.is_locked) ORDER BY length(a.path))
      FROM sites.site a JOIN sites.setting t
        ON t.site_id = a.id AND t.key = 'review.stages' AND t.valid_from <= $1 AND t.valid_to > $1
      WHERE a.no = ANY (string_to_array(trim(BOTH '/' FROM s.path), '/')::bigint[])
    ) AS set
  FROM sites.channel c JOIN sites.site s ON s.id = c.site_id
  LEFT JOIN sites.domain d ON d.site_id = s.id AND d.is_main
  WHERE c.id = ${channel}`
const STANDING = standingOf('$2')

/**
 * A channel with its site and the reviews it demands, in one look-up: where every act on a document begins. The path of a
 * site is made of the numbers of the sites above it. `of` is SQL of the caller that finds the channel by the id `$2` of
 * something else, so that this can be asked for together with that.
 */
export async function channelStanding(view: View, id: string, of?: string): Promise<ChannelStanding | null> {
  const text = of === undefined ? STANDING : standingOf(of)
  const [row] = await rowsOf<StandingRow>(view.db, { text, values: [view.now, id] })
  if (!row) return null
  const channel = channelCard(row)
  const site = {
    id: row.site_id,
    name: row.site_name,
    path: row.site_path,
    ownerId: row.owner_id,
    ownerPath: row.owner_path,
    host: row.host,
    basePath: row.base_path,
  }
  const set = (row.set ?? []).map((one) => ({ ...one, since: view.now }))
  const reviewStages =
    channel.reviewStages ?? reviewStagesOf({ ...row, id: site.id, name: site.name, kind: row.site_kind }, set)
  return { channel, site, reviewStages }
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
