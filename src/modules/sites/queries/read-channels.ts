import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { channelCard } from '../cards.ts'
import type * as contract from '../contract.ts'
import type { PresentedChannel } from '../presenters.ts'
import { channelById, channelTree, inReadingOrder } from './find-channels.ts'
import { reviewStagesFor } from './find-settings.ts'
import { getSiteCard } from './find-sites.ts'
import { presentChannels } from './present-channels.ts'

export async function getChannelTree(
  view: View,
  { params, query }: Pick<Input<typeof contract.getChannelTree>, 'params' | 'query'>,
): Promise<Reply<typeof contract.getChannelTree>> {
  await getSiteCard(view, params.siteId)
  if (!query.withArchived) return presentChannels(view, await channelTree(view, params.siteId))
  const rows = await view.db
    .selectFrom('sites.channel')
    .selectAll()
    .where('site_id', '=', params.siteId)
    .orderBy('position')
    .orderBy('no')
    .execute()
  return presentChannels(view, inReadingOrder(rows.map(channelCard)))
}

export async function presentedChannel(view: View, id: string): Promise<PresentedChannel> {
  const channel = await channelById(view, id)
  const [presented] = channel ? await presentChannels(view, [channel]) : []
  if (!presented) throw notFound('channel')
  return presented
}

export async function getChannel(
  view: View,
  { params }: Pick<Input<typeof contract.getChannel>, 'params'>,
): Promise<Reply<typeof contract.getChannel>> {
  const channel = await presentedChannel(view, params.id)
  const site = await getSiteCard(view, channel.siteId)
  const { id, code, name, level } = site
  const mounts = await view.db
    .selectFrom('sites.channel as c')
    .innerJoin('sites.site as s', 's.id', 'c.site_id')
    .select([
      'c.id as channelId',
      'c.name as channelName',
      'c.path as channelPath',
      's.id as siteId',
      's.name as siteName',
    ])
    .where('c.mounted_channel_id', '=', channel.id)
    .where('c.archived_at', 'is', null)
    .orderBy('s.no')
    .limit(1000)
    .execute()
  return {
    ...channel,
    site: { id, code, name, level },
    mounts,
    effectiveReviewStages: await reviewStagesFor(view, channel, site),
  }
}

/** Lists and aggregates of other running sites: those above first, nearest first, then the rest by name. */
export async function listMountTargets(
  view: View,
  { params, query }: Pick<Input<typeof contract.listMountTargets>, 'params' | 'query'>,
): Promise<Reply<typeof contract.listMountTargets>> {
  const site = await getSiteCard(view, params.siteId)
  const like = `%${query.text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return view.db
    .selectFrom('sites.channel as c')
    .innerJoin('sites.site as s', 's.id', 'c.site_id')
    .select([
      'c.id as channelId',
      'c.name as channelName',
      'c.path as channelPath',
      'c.kind',
      's.id as siteId',
      's.name as siteName',
      's.level as siteLevel',
    ])
    .where('c.site_id', '<>', site.id)
    .where('c.kind', 'in', ['list', 'aggregate'])
    .where('c.archived_at', 'is', null)
    .where('s.state', 'in', ['running', 'exceptional'])
    .where((where) => where.or([where('c.name', 'ilike', like), where('s.name', 'ilike', like)]))
    .orderBy(sql`CASE WHEN ${site.path} LIKE s.path || '%' THEN -length(s.path) ELSE 0 END`)
    .orderBy('s.no')
    .orderBy('c.position')
    .orderBy('c.no')
    .limit(200)
    .execute()
}
