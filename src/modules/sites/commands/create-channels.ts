import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import { invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type ChannelPlan, faultsOfPlans } from '../blueprint-rules.ts'
import { findChannelCodes } from '../queries/find-channel-codes.ts'
import { isMountable, lineageOf } from '../rules.ts'
import { nextNumbers } from './register-sites.ts'

export type SitePlan = { site: { id: string; path: string }; channels: readonly ChannelPlan[] }
export type ChannelsCreated = { created: number; unresolved: { siteId: string; code: string; name: string }[] }

type Target = { id: string; kind: ChannelPlan['kind'] }

/** Channels of one site from plans. See createChannelsOnSites. */
export async function createChannels(
  work: Work,
  site: { id: string; path: string },
  channels: readonly ChannelPlan[],
): Promise<ChannelsCreated> {
  return createChannelsOnSites(work, [{ site, channels }])
}

/**
 * Channels of many sites in a few statements, in the order of the plans; announced by the events of their sites. A mount
 * goes to the nearest site of its level above; where there is none, the channel is left out and reported.
 */
export async function createChannelsOnSites(work: Work, plans: readonly SitePlan[]): Promise<ChannelsCreated> {
  const codes = await findChannelCodes(work)
  const checked = new Set<readonly ChannelPlan[]>()
  for (const { channels } of plans) {
    if (checked.has(channels)) continue
    checked.add(channels)
    const faults = faultsOfPlans(channels, codes, '/channels')
    if (faults.length > 0) throw invalid(faults)
  }
  const total = plans.reduce((sum, { channels }) => sum + channels.length, 0)
  if (total === 0) return { created: 0, unresolved: [] }
  const mounts = await findMounts(work, plans)
  const numbers = (await nextNumbers(work, 'sites.channel', total)).values()
  const unresolved: ChannelsCreated['unresolved'] = []
  const rows = plans.flatMap((plan) => {
    const laid = layOut(plan, { mounts, nextNo: () => numbers.next().value ?? 0 })
    unresolved.push(...laid.unresolved)
    return laid.rows
  })
  await insertChannels(work, rows)
  return { created: rows.length, unresolved }
}

type Tools = { mounts: Mounts; nextNo: () => number }

function layOut({ site, channels }: SitePlan, { mounts, nextNo }: Tools) {
  const done = new Map<string, { id: string; path: string; tree_path: string }>()
  const positions = new Map<string | null, number>()
  const unresolved: ChannelsCreated['unresolved'] = []
  const rows = channels.flatMap((channel) => {
    const target = channel.mount ? mounts.targetOf(site, channel.mount) : null
    const parent = channel.parentCode === null ? null : done.get(channel.parentCode)
    if (parent === undefined || (channel.mount && !target)) {
      unresolved.push({ siteId: site.id, code: channel.code, name: channel.name })
      return []
    }
    const no = nextNo()
    const position = positions.get(channel.parentCode) ?? 0
    positions.set(channel.parentCode, position + 1)
    const placed = {
      id: mounts.idOf(site.id, channel.code),
      path: parent ? `${parent.path}/${channel.code}` : channel.code,
      tree_path: `${parent?.tree_path ?? '/'}${no}/`,
    }
    done.set(channel.code, placed)
    return [
      {
        ...placed,
        no,
        site_id: site.id,
        parent_id: parent?.id ?? null,
        position,
        mounted_channel_id: target?.id ?? null,
        ...columnsOf(channel),
      },
    ]
  })
  return { rows, unresolved }
}

export type ChannelColumns = ReturnType<typeof layOut>['rows'][number]

function columnsOf(channel: ChannelPlan) {
  return {
    code: channel.code,
    name: channel.name,
    kind: channel.kind,
    description: channel.description,
    keywords: channel.keywords,
    column_types: channel.columnTypes,
    indicator_class: channel.indicatorClass,
    update_limit_days: channel.updateLimitDays,
    may_be_empty: channel.mayBeEmpty,
    item_kind: channel.itemKind,
    review_stages: channel.reviewStages,
    template: channel.template,
    link_url: channel.linkUrl,
    in_nav: channel.inNav,
  }
}

/** One statement for any number of rows. */
export async function insertChannels(work: Work, rows: readonly ChannelColumns[]): Promise<void> {
  await sql`INSERT INTO sites.channel (id, no, site_id, parent_id, code, name, kind, path, tree_path, description, keywords,
      column_types, indicator_class, update_limit_days, may_be_empty, item_kind, review_stages, template, mounted_channel_id,
      link_url, in_nav, position)
    OVERRIDING SYSTEM VALUE
    SELECT id, no, site_id, parent_id, code, name, kind, path, tree_path, description, keywords,
      column_types, indicator_class, update_limit_days, may_be_empty, item_kind, review_stages, template, mounted_channel_id,
      link_url, in_nav, position
    FROM json_populate_recordset(NULL::sites.channel, ${JSON.stringify(rows)}::json)`.execute(work.db)
}

type Mounts = {
  idOf(siteId: string, code: string): string
  targetOf(site: SitePlan['site'], mount: NonNullable<ChannelPlan['mount']>): Target | null
}

/** Where mounts lead: channels that stand, or that this very act makes. */
async function findMounts(work: Work, plans: readonly SitePlan[]): Promise<Mounts> {
  const ids = new Map<string, string>()
  const idOf = (siteId: string, code: string) => {
    const key = `${siteId} ${code}`
    const id = ids.get(key) ?? newId()
    ids.set(key, id)
    return id
  }
  const wanted = [
    ...new Set(plans.flatMap(({ channels }) => channels.flatMap(({ mount }) => mount?.channelCode ?? []))),
  ]
  const targets = new Map<string, Target>()
  const above = new Map<string, { id: string; level: string }>()
  if (wanted.length > 0) {
    for (const site of await sitesAbove(work, plans)) above.set(site.path, site)
    for (const one of await channelsWith(work, [...above.values()], wanted))
      targets.set(`${one.site_id} ${one.code}`, one)
    for (const { site, channels } of plans) {
      for (const { code, kind } of channels) targets.set(`${site.id} ${code}`, { id: idOf(site.id, code), kind })
    }
  }
  return {
    idOf,
    targetOf(site, mount) {
      const line = lineageOf(site.path).slice(0, -1).toReversed()
      const nearest = line.map((path) => above.get(path)).find((one) => one?.level === mount.level)
      const target = nearest && targets.get(`${nearest.id} ${mount.channelCode}`)
      return target && isMountable(target.kind) ? target : null
    },
  }
}

/** Running portals and sub-portals above any of the sites: only these may be shown elsewhere. */
async function sitesAbove(work: Work, plans: readonly SitePlan[]) {
  const paths = [...new Set(plans.flatMap(({ site }) => lineageOf(site.path).slice(0, -1)))]
  return work.db
    .selectFrom('sites.site')
    .select(['id', 'path', 'level'])
    .where(sql<boolean>`path = any(${paths}::text[])`)
    .where('kind', '<>', 'department')
    .where('state', 'in', ['running', 'exceptional'])
    .execute()
}

async function channelsWith(work: Work, sites: readonly { id: string }[], codes: readonly string[]) {
  return work.db
    .selectFrom('sites.channel')
    .select(['id', 'site_id', 'code', 'kind'])
    .where(sql<boolean>`site_id = any(${sites.map((site) => site.id)}::uuid[])`)
    .where(sql<boolean>`code = any(${[...codes]}::text[])`)
    .where('archived_at', 'is', null)
    .execute()
}
