import { z } from 'zod'
import { Instant, operation, queryFlag } from '../../kernel/contract.ts'
import { byId, bySite, Code, expectedVersion, line, name, SiteLevel, SiteRef } from './contract-parts.ts'

export const ChannelKind = z.enum(['list', 'aggregate', 'page', 'topic', 'mounted', 'link'])
const HOLDING: readonly string[] = ['list', 'page', 'topic'] satisfies z.output<typeof ChannelKind>[]

/** Items stand in it; the other kinds only gather, mount or link. */
export const holdsItems = (channel: { kind: string }): boolean => HOLDING.includes(channel.kind)

/** It holds items, and more may be put into it. */
export const takesItems = (channel: { kind: string; archivedAt: unknown }): boolean =>
  channel.archivedAt === null && holdsItems(channel)

/** article, official_document: kinds are data, each with a metadata scheme; see the code list itemKind. */
export const ItemKind = z.string().regex(/^[a-z][a-z_]{1,40}$/)

/** How the pages of a list look where a channel says so itself; null: as suits what it shows. */
export const channelLooks = ['documents', 'articles', 'excerpts', 'titles'] as const
export type ChannelLook = (typeof channelLooks)[number]

const channelFields = {
  name: name(50),
  description: line(500),
  keywords: z.array(name(30)).max(20),
  /** ColumnType of the meta-tag annex, from the code list columnType. */
  columnTypes: z.array(name(20)).max(10),
  indicatorClass: name(20),
  /** Its own; null: that of its indicator class. */
  updateLimitDays: z.int().min(1).max(3660).nullable(),
  mayBeEmpty: z.boolean(),
  itemKind: ItemKind,
  /** null: as the site's setting says. */
  reviewStages: z.int().min(0).max(3).nullable(),
  /** One of `channelLooks`. */
  template: Code.nullable(),
  inNav: z.boolean(),
}
export const newChannelFields = {
  name: channelFields.name,
  description: channelFields.description.default(''),
  keywords: channelFields.keywords.default([]),
  columnTypes: channelFields.columnTypes.default([]),
  indicatorClass: channelFields.indicatorClass.default('其他'),
  updateLimitDays: channelFields.updateLimitDays.default(null),
  mayBeEmpty: channelFields.mayBeEmpty.default(false),
  itemKind: channelFields.itemKind.default('article'),
  reviewStages: channelFields.reviewStages.default(null),
  template: channelFields.template.default(null),
  inNav: channelFields.inNav.default(false),
}
export const LinkUrl = z
  .string()
  .trim()
  .max(500)
  .regex(/^(https?:\/\/[^\s/]|\/(?!\/))/)

export const Mount = z.object({
  channelId: z.uuid(),
  channelName: z.string(),
  channelPath: z.string(),
  siteId: z.uuid(),
  siteName: z.string(),
})

export const Channel = z.object({
  ...channelFields,
  id: z.uuid(),
  siteId: z.uuid(),
  parentId: z.uuid().nullable(),
  code: z.string(),
  kind: ChannelKind,
  path: z.string(),
  depth: z.int(),
  position: z.int(),
  mount: Mount.nullable(),
  linkUrl: z.string().nullable(),
  /** How many channels of other sites show this one. */
  mountedBy: z.int(),
  version: z.int(),
  archivedAt: Instant.nullable(),
})

/** The whole tree of a site in reading order, parents before children; `depth` starts at 0. */
export const getChannelTree = operation({
  method: 'GET',
  path: '/sites/{siteId}/channels',
  summary: '栏目树（按顺序排列的全部栏目）',
  permission: 'session',
  params: bySite,
  query: z.object({ withArchived: queryFlag.optional() }),
  reply: z.array(Channel),
})

export const getChannel = operation({
  method: 'GET',
  path: '/channels/{id}',
  summary: '栏目信息',
  permission: 'session',
  params: byId,
  reply: Channel.extend({
    site: SiteRef,
    mounts: z.array(Mount),
    /** The stages that hold here, the site's setting included. */
    effectiveReviewStages: z.int(),
  }),
})

export const createChannel = operation({
  method: 'POST',
  path: '/sites/{siteId}/channels',
  summary: '新建栏目',
  permission: 'channel.manage',
  params: bySite,
  body: z.strictObject({
    ...newChannelFields,
    code: Code,
    parentId: z.uuid().nullable().default(null),
    kind: ChannelKind,
    mountedChannelId: z.uuid().nullable().default(null),
    linkUrl: LinkUrl.nullable().default(null),
    position: z.int().min(0).optional(),
  }),
  reply: Channel,
})

export const updateChannel = operation({
  method: 'PATCH',
  path: '/channels/{id}',
  summary: '修改栏目',
  permission: 'channel.manage',
  params: byId,
  body: z.strictObject({
    expectedVersion,
    ...z
      .object({ ...channelFields, code: Code, kind: ChannelKind, mountedChannelId: z.uuid(), linkUrl: LinkUrl })
      .partial().shape,
  }),
  reply: Channel,
})

export const moveChannel = operation({
  method: 'POST',
  path: '/channels/{id}/move',
  summary: '移动栏目或调整顺序',
  permission: 'channel.manage',
  params: byId,
  /** `position` counts from 0 among the new siblings. */
  body: z.strictObject({ expectedVersion, parentId: z.uuid().nullable(), position: z.int().min(0) }),
  reply: z.array(Channel),
})

export const archiveChannel = operation({
  method: 'POST',
  path: '/channels/{id}/archive',
  summary: '停用栏目',
  permission: 'channel.manage',
  params: byId,
  body: z.strictObject({
    expectedVersion,
    /** Where its documents go; without it they stay on record under the archived channel. */
    moveDocumentsTo: z.uuid().nullable().default(null),
    /** Also end the mounts by which other sites show it; otherwise such a channel is not archived. */
    endMounts: z.boolean().default(false),
  }),
  reply: Channel,
})

/** Channels that may be mounted on this site, nearest sites first. */
export const listMountTargets = operation({
  method: 'GET',
  path: '/sites/{siteId}/mount-targets',
  summary: '可供统一调用的栏目',
  permission: 'channel.manage',
  params: bySite,
  query: z.object({ text: line(50).default('') }),
  reply: z.array(Mount.extend({ siteLevel: SiteLevel, kind: ChannelKind })),
})
