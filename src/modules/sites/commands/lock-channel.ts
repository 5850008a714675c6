import { sql } from 'kysely'
import { type Fault, forbidden, invalid, notFound, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { canManageChannels } from '../policies.ts'
import { subportalAt } from '../queries/load-known.ts'
import { faultAt, isMountable } from '../rules.ts'
import type { StoredChannel, StoredSite } from '../tables.ts'
import { lockSite } from './lock-site.ts'

/** A live channel with its site, both held until the commit: the site first, so that one tree changes in one place at a time. */
export async function lockChannel(work: Work, id: string): Promise<{ site: StoredSite; channel: StoredChannel }> {
  const found = await work.db.selectFrom('sites.channel').select('site_id').where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound('channel')
  const site = await lockSiteForChannels(work, found.site_id)
  const channel = await work.db.selectFrom('sites.channel').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  if (channel.archived_at !== null) throw wrongState('channel-archived')
  return { site, channel }
}

export async function lockSiteForChannels(work: Work, siteId: string): Promise<StoredSite> {
  const site = await lockSite(work, siteId)
  if (!canManageChannels(work.actor, site)) throw forbidden()
  return site
}

/** A live channel of the site that is to be a parent. */
export async function getParent(work: Work, siteId: string, id: string | null): Promise<StoredChannel | null> {
  if (id === null) return null
  const parent = await work.db
    .selectFrom('sites.channel')
    .selectAll()
    .where('id', '=', id)
    .where('site_id', '=', siteId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!parent) throw invalid([faultAt('/body/parentId', 'fault.channel.parent-absent')])
  return parent
}

type Place = { siteId: string; code: string; path: string; except: string | null }

/** Codes and addresses are free on this site, and no sub-portal lives at the address. */
export async function faultsOfPlace(work: Work, { siteId, code, path, except }: Place): Promise<Fault[]> {
  const holder = await work.db
    .selectFrom('sites.channel')
    .select('name')
    .where('site_id', '=', siteId)
    .where('archived_at', 'is', null)
    .where((where) => where.or([where('code', '=', code), where('path', '=', path)]))
    .where(sql<boolean>`id IS DISTINCT FROM ${except}::uuid`)
    .executeTakeFirst()
  if (holder) return [faultAt('/body/code', 'fault.channel.code-taken', { channel: holder.name })]
  const portal = await subportalAt(work, siteId, path)
  return portal === null ? [] : [faultAt('/body/code', 'fault.channel.code-subportal', { site: portal })]
}

/** What is to be shown: a list or aggregate of another running site, not itself mounted. */
export async function checkMountTarget(work: Work, site: { id: string }, targetId: string): Promise<void> {
  const target = await work.db
    .selectFrom('sites.channel as c')
    .innerJoin('sites.site as s', 's.id', 'c.site_id')
    .select(['c.kind', 'c.site_id', 's.state'])
    .where('c.id', '=', targetId)
    .where('c.archived_at', 'is', null)
    .executeTakeFirst()
  if (!target) throw invalid([faultAt('/body/mountedChannelId', 'fault.channel.mount-absent')])
  if (target.kind === 'mounted') throw wrongState('mount-of-mount')
  const isRunning = target.state === 'running' || target.state === 'exceptional'
  if (target.site_id === site.id || !isRunning || !isMountable(target.kind)) throw wrongState('mount-refused')
}

/** Refuse when what the mounts show already holds, through channels below and further mounts, the place they hang at. */
export async function refuseMountCycle(work: Work, targets: readonly string[], parentId: string | null): Promise<void> {
  if (targets.length === 0 || parentId === null) return
  const { rows } = await sql`
    WITH RECURSIVE reached AS (
      SELECT id, mounted_channel_id FROM sites.channel WHERE id = ANY (${[...targets]}::uuid[])
      UNION
      SELECT c.id, c.mounted_channel_id FROM reached r JOIN sites.channel c
        ON (c.parent_id = r.id OR c.id = r.mounted_channel_id) AND c.archived_at IS NULL
    ) SELECT 1 FROM reached WHERE id = ${parentId} LIMIT 1`.execute(work.db)
  if (rows.length > 0) throw wrongState('mount-cycle')
}
