import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { faultsOfChannel } from '../channel-rules.ts'
import type * as contract from '../contract.ts'
import { channelCreated } from '../events.ts'
import { findChannelCodes } from '../queries/find-channel-codes.ts'
import { presentedChannel } from '../queries/read-channels.ts'
import type { StoredChannel } from '../tables.ts'
import { insertChannels } from './create-channels.ts'
import { checkMountTarget, faultsOfPlace, getParent, lockSiteForChannels, refuseMountCycle } from './lock-channel.ts'
import { nextNumbers } from './register-sites.ts'

type Asked = Pick<Input<typeof contract.createChannel>, 'params' | 'body'>

export async function createChannel(
  work: Work,
  { params, body }: Asked,
): Promise<Reply<typeof contract.createChannel>> {
  const site = await lockSiteForChannels(work, params.siteId)
  const parent = await getParent(work, site.id, body.parentId)
  const codes = await findChannelCodes(work)
  const path = parent ? `${parent.path}/${body.code}` : body.code
  const faults = [
    ...faultsOfChannel(body, codes, parent),
    ...(await faultsOfPlace(work, { siteId: site.id, code: body.code, path, except: null })),
  ]
  if (faults.length > 0) throw invalid(faults)
  if (body.mountedChannelId !== null) {
    await checkMountTarget(work, site, body.mountedChannelId)
    await refuseMountCycle(work, [body.mountedChannelId], body.parentId)
  }

  const [no = 0] = await nextNumbers(work, 'sites.channel', 1)
  const id = newId()
  const position = await openPosition(work, { siteId: site.id, parent, position: body.position })
  await insertChannels(work, [
    {
      id,
      no,
      path,
      tree_path: `${parent?.tree_path ?? '/'}${no}/`,
      site_id: site.id,
      parent_id: body.parentId,
      position,
      mounted_channel_id: body.mountedChannelId,
      code: body.code,
      name: body.name,
      kind: body.kind,
      description: body.description,
      keywords: body.keywords,
      column_types: body.columnTypes,
      indicator_class: body.indicatorClass,
      update_limit_days: body.updateLimitDays,
      may_be_empty: body.mayBeEmpty,
      item_kind: body.itemKind,
      review_stages: body.reviewStages,
      template: body.template,
      link_url: body.linkUrl,
      in_nav: body.inNav,
    },
  ])
  work.record({
    action: 'channel.create',
    target: { kind: 'channel', id, label: body.name },
    organisationId: site.owner_id,
    siteId: site.id,
    after: { ...body, path },
  })
  work.emit(channelCreated({ siteId: site.id, channelId: id }))
  return presentedChannel(work, id)
}

type Opening = { siteId: string; parent: StoredChannel | null; position: number | undefined }

/** Room at a position among the siblings; without one, at their end. */
async function openPosition(work: Work, { siteId, parent, position }: Opening): Promise<number> {
  const siblings = await work.db
    .selectFrom('sites.channel')
    .select(['id'])
    .where('site_id', '=', siteId)
    .where('parent_id', parent ? '=' : 'is', parent?.id ?? null)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('no')
    .execute()
  if (position === undefined || position >= siblings.length) return siblings.length
  await renumber(work, [
    ...siblings.slice(0, position).map((one) => one.id),
    null,
    ...siblings.slice(position).map((one) => one.id),
  ])
  return position
}

/** Positions in the order of the list; null keeps a place free. */
export async function renumber(work: Work, order: readonly (string | null)[]): Promise<void> {
  const rows = order.flatMap((id, position) => (id === null ? [] : [{ id, position }]))
  await sql`UPDATE sites.channel c SET position = r.position
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(id uuid, position int)
    WHERE c.id = r.id AND c.position <> r.position`.execute(work.db)
}
