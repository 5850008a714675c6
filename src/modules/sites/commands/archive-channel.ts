import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { invalid, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { channelArchived } from '../events.ts'
import { mountsOf } from '../queries/find-channels.ts'
import { sitesByIds } from '../queries/find-sites.ts'
import { presentedChannel } from '../queries/read-channels.ts'
import { faultAt } from '../rules.ts'
import type { StoredChannel } from '../tables.ts'
import { lockChannel } from './lock-channel.ts'
import { refuseStale } from './lock-site.ts'
import { keepFormerPaths } from './rewrite-paths.ts'

type Asked = Pick<Input<typeof contract.archiveChannel>, 'params' | 'body'>

/** Out of use: not shown, nothing new in it. Its documents are handed over, or stay on record; none is lost. */
export async function archiveChannel(
  work: Work,
  { params, body }: Asked,
): Promise<Reply<typeof contract.archiveChannel>> {
  const { site, channel } = await lockChannel(work, params.id)
  refuseStale(channel, body.expectedVersion)
  await refuseChildren(work, channel)
  if (body.moveDocumentsTo !== null) await checkHeir(work, channel, body.moveDocumentsTo)
  await endMounts(work, channel, body.endMounts)

  await archive(work, [channel.id])
  work.record({
    action: 'channel.archive',
    target: { kind: 'channel', id: channel.id, label: channel.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: { path: channel.path },
    after: { archivedAt: work.now, moveDocumentsTo: body.moveDocumentsTo },
  })
  const { moveDocumentsTo } = body
  if (moveDocumentsTo !== null) {
    await keepFormerPaths(work, site.id, [{ channelId: moveDocumentsTo, oldPath: channel.path }])
  }
  work.emit(channelArchived({ siteId: site.id, channelId: channel.id, path: channel.path, moveDocumentsTo }))
  return presentedChannel(work, channel.id)
}

async function refuseChildren(work: Work, channel: StoredChannel): Promise<void> {
  const { count } = await work.db
    .selectFrom('sites.channel')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('parent_id', '=', channel.id)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count > 0) throw wrongState('channel-has-children', { count })
}

/** Documents may go to a list of the same site that takes the same kind of item. */
async function checkHeir(work: Work, channel: StoredChannel, heirId: string): Promise<void> {
  const heir = await work.db
    .selectFrom('sites.channel')
    .select('id')
    .where('id', '=', heirId)
    .where('id', '<>', channel.id)
    .where('site_id', '=', channel.site_id)
    .where('kind', 'in', ['list', 'topic', 'page'])
    .where('item_kind', '=', channel.item_kind)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!heir) throw invalid([faultAt('/body/moveDocumentsTo', 'fault.channel.move-target')])
}

async function endMounts(work: Work, channel: StoredChannel, isAgreed: boolean): Promise<void> {
  const mounts = await mountsOf(work, channel.id)
  if (mounts.length === 0) return
  const sites = await sitesByIds(work, [...new Set(mounts.map((mount) => mount.siteId))])
  if (!isAgreed) {
    const names = [...sites.values()].slice(0, 10).map((site) => site.name)
    throw wrongState('channel-is-mounted', { count: sites.size, sites: names })
  }
  const ended = await archive(
    work,
    mounts.map((mount) => mount.id),
  )
  if (ended !== mounts.length) throw wrongState('channel-mount-walled')
  for (const mount of mounts) {
    work.record({
      action: 'channel.archive',
      target: { kind: 'channel', id: mount.id, label: mount.name },
      organisationId: sites.get(mount.siteId)?.ownerId ?? null,
      siteId: mount.siteId,
      before: { path: mount.path, mountedChannelId: channel.id },
      after: { archivedAt: work.now },
    })
    work.emit(channelArchived({ siteId: mount.siteId, channelId: mount.id, path: mount.path, moveDocumentsTo: null }))
  }
}

/** Says how many rows lay inside the actor's wall. */
async function archive(work: Work, ids: readonly string[]): Promise<number> {
  const result = await work.db
    .updateTable('sites.channel')
    .set((set) => ({ archived_at: work.now, version: set('version', '+', 1) }))
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
