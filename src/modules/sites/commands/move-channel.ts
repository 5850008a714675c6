import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { invalid, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { faultsOfParent, levelsOf } from '../channel-rules.ts'
import type * as contract from '../contract.ts'
import { channelChanged } from '../events.ts'
import { channelTree } from '../queries/find-channels.ts'
import { presentChannels } from '../queries/present-channels.ts'
import { faultAt, isReservedCode } from '../rules.ts'
import type { StoredChannel } from '../tables.ts'
import { renumber } from './create-channel.ts'
import { faultsOfPlace, getParent, lockChannel, refuseMountCycle } from './lock-channel.ts'
import { refuseStale } from './lock-site.ts'
import { rewritePaths } from './rewrite-paths.ts'

type Asked = Pick<Input<typeof contract.moveChannel>, 'params' | 'body'>

export async function moveChannel(work: Work, { params, body }: Asked): Promise<Reply<typeof contract.moveChannel>> {
  const { site, channel } = await lockChannel(work, params.id)
  refuseStale(channel, body.expectedVersion)
  const parent = await getParent(work, site.id, body.parentId)
  if (parent?.tree_path.startsWith(channel.tree_path)) throw wrongState('channel-cycle')
  const path = parent ? `${parent.path}/${channel.code}` : channel.code
  const hasMoved = body.parentId !== channel.parent_id
  if (hasMoved) await checkPlace(work, channel, { parent, path })

  const siblings = await work.db
    .selectFrom('sites.channel')
    .select('id')
    .where('site_id', '=', site.id)
    .where('parent_id', parent ? '=' : 'is', body.parentId)
    .where('archived_at', 'is', null)
    .where('id', '<>', channel.id)
    .orderBy('position')
    .orderBy('no')
    .execute()
  const order = siblings.map((one) => one.id)
  const position = Math.min(body.position, order.length)
  await renumber(work, [...order.slice(0, position), null, ...order.slice(position)])
  await work.db
    .updateTable('sites.channel')
    .set({ parent_id: body.parentId, position, version: channel.version + 1 })
    .where('id', '=', channel.id)
    .execute()
  if (hasMoved) {
    await rewritePaths(work, channel, { path, treePath: `${parent?.tree_path ?? '/'}${channel.no}/` })
  }
  work.record({
    action: 'channel.move',
    target: { kind: 'channel', id: channel.id, label: channel.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: { parentId: channel.parent_id, position: channel.position, path: channel.path },
    after: { parentId: body.parentId, position, path },
  })
  work.emit(channelChanged({ siteId: site.id, channelId: channel.id, fields: ['position'] }))
  return presentChannels(work, await channelTree(work, site.id))
}

type NewPlace = { parent: StoredChannel | null; path: string }

async function checkPlace(work: Work, channel: StoredChannel, { parent, path }: NewPlace): Promise<void> {
  const below = await work.db
    .selectFrom('sites.channel')
    .select(['tree_path', 'mounted_channel_id'])
    .where('site_id', '=', channel.site_id)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`tree_path LIKE ${`${channel.tree_path}%`}`)
    .execute()
  const levels = Math.max(...below.map((one) => levelsOf(one.tree_path))) - levelsOf(channel.tree_path) + 1
  const faults = [
    ...(parent ? faultsOfParent(parent, levels) : []),
    ...(isReservedCode(channel.code, parent === null)
      ? [faultAt('/body/parentId', 'fault.channel.code-reserved')]
      : []),
    ...(await faultsOfPlace(work, { siteId: channel.site_id, code: channel.code, path, except: channel.id })),
  ]
  if (faults.length > 0) throw invalid(faults)
  await refuseMountCycle(
    work,
    below.flatMap((one) => one.mounted_channel_id ?? []),
    parent?.id ?? null,
  )
}
