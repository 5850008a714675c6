import type { Input, Reply } from '../../../kernel/contract.ts'
import { invalid, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { faultsOfChannel } from '../channel-rules.ts'
import type * as contract from '../contract.ts'
import { channelChanged } from '../events.ts'
import { findChannelCodes } from '../queries/find-channel-codes.ts'
import { mountsOf } from '../queries/find-channels.ts'
import { presentedChannel } from '../queries/read-channels.ts'
import { faultAt, isMountable, mayBecome } from '../rules.ts'
import type { StoredChannel } from '../tables.ts'
import { checkMountTarget, faultsOfPlace, getParent, lockChannel, refuseMountCycle } from './lock-channel.ts'
import { refuseStale } from './lock-site.ts'
import { rewritePaths } from './rewrite-paths.ts'

type Asked = Pick<Input<typeof contract.updateChannel>, 'params' | 'body'>

const COLUMNS = {
  name: 'name',
  description: 'description',
  keywords: 'keywords',
  columnTypes: 'column_types',
  indicatorClass: 'indicator_class',
  updateLimitDays: 'update_limit_days',
  mayBeEmpty: 'may_be_empty',
  itemKind: 'item_kind',
  reviewStages: 'review_stages',
  template: 'template',
  inNav: 'in_nav',
  code: 'code',
  kind: 'kind',
  mountedChannelId: 'mounted_channel_id',
  linkUrl: 'link_url',
} as const satisfies Record<string, keyof StoredChannel>

type Field = keyof typeof COLUMNS
const FIELDS = Object.keys(COLUMNS).filter((field): field is Field => field in COLUMNS)
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

export async function updateChannel(
  work: Work,
  { params, body }: Asked,
): Promise<Reply<typeof contract.updateChannel>> {
  const { site, channel } = await lockChannel(work, params.id)
  refuseStale(channel, body.expectedVersion)
  const changed = FIELDS.filter((field) => body[field] !== undefined && !isSame(body[field], channel[COLUMNS[field]]))
  if (changed.length === 0) return presentedChannel(work, channel.id)
  const path = await check(work, channel, body)

  await work.db
    .updateTable('sites.channel')
    .set({
      ...Object.fromEntries(changed.map((field) => [COLUMNS[field], body[field]])),
      version: channel.version + 1,
    })
    .where('id', '=', channel.id)
    .execute()
  if (path !== channel.path) await rewritePaths(work, channel, { path, treePath: channel.tree_path })
  work.record({
    action: 'channel.update',
    target: { kind: 'channel', id: channel.id, label: channel.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: Object.fromEntries(changed.map((field) => [field, channel[COLUMNS[field]]])),
    after: Object.fromEntries(changed.map((field) => [field, body[field]])),
  })
  work.emit(channelChanged({ siteId: site.id, channelId: channel.id, fields: changed }))
  return presentedChannel(work, channel.id)
}

/** Refuse what cannot be; says the address the channel will have. */
async function check(work: Work, channel: StoredChannel, body: Asked['body']): Promise<string> {
  const parent = await getParent(work, channel.site_id, channel.parent_id)
  const { kind = channel.kind, code = channel.code, linkUrl = channel.link_url } = body
  const { mountedChannelId = channel.mounted_channel_id } = body
  const path = parent ? `${parent.path}/${code}` : code
  const faults = faultsOfChannel(
    { ...codesIn(body), code, kind, mountedChannelId, linkUrl },
    await findChannelCodes(work),
    parent,
  )
  if (!mayBecome(channel.kind, kind)) faults.push(faultAt('/body/kind', 'fault.channel.kind-fixed'))
  if (code !== channel.code) {
    faults.push(...(await faultsOfPlace(work, { siteId: channel.site_id, code, path, except: channel.id })))
  }
  if (faults.length > 0) throw invalid(faults)
  await refuseLost(work, channel, kind)
  if (mountedChannelId !== null && mountedChannelId !== channel.mounted_channel_id) {
    await checkMountTarget(work, { id: channel.site_id }, mountedChannelId)
    await refuseMountCycle(work, [mountedChannelId], channel.parent_id)
  }
  return path
}

/** Codes are checked only where they change: a code retired since may stay. */
function codesIn({ columnTypes, indicatorClass, itemKind, template }: Asked['body']) {
  return {
    ...(template === undefined ? {} : { template }),
    ...(columnTypes === undefined ? {} : { columnTypes }),
    ...(indicatorClass === undefined ? {} : { indicatorClass }),
    ...(itemKind === undefined ? {} : { itemKind }),
  }
}

/** What other sites show must stay something that can be shown. */
async function refuseLost(work: Work, channel: StoredChannel, kind: StoredChannel['kind']): Promise<void> {
  if (isMountable(kind) || !isMountable(channel.kind)) return
  if ((await mountsOf(work, channel.id)).length > 0) throw wrongState('channel-is-target')
}
