import { z } from 'zod'
import { Day, Instant, operation, pageOf, pageQuery, queryFlag } from '../../kernel/contract.ts'
import {
  byId,
  Code,
  expectedVersion,
  Host,
  line,
  name,
  SiteKind,
  SiteLevel,
  SiteRef,
  SiteState,
} from './contract-parts.ts'

export * from './contract-channels.ts'
export * from './contract-settings.ts'
export * from './contract-templates.ts'
export { Code, SiteKind, SiteLevel, SiteRef, SiteState }

/** 网站标识码: issued centrally, never made here. */
export const SiteIdCode = z
  .string()
  .trim()
  .regex(/^(\d{10}|bm\d{8})$/)

const registerFields = {
  name: name(100),
  shortName: name(50),
  siteIdCode: SiteIdCode.nullable(),
  icpNumber: line(100),
  policeNumber: line(100),
  markUrl: line(500),
  contactName: line(50),
  contactPhone: line(50),
  contactAddress: line(200),
  ownerDuties: line(2000),
  operatorDuties: line(2000),
  openedOn: Day.nullable(),
}

export const Body = z.object({ id: z.uuid(), code: z.string(), name: z.string() })

export const SiteRow = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  level: SiteLevel,
  kind: SiteKind,
  state: SiteState,
  host: z.string().nullable(),
  basePath: z.string(),
  parentId: z.uuid().nullable(),
  parentName: z.string().nullable(),
  owner: Body,
  operator: Body,
  siteIdCode: z.string().nullable(),
  isDemo: z.boolean(),
  childCount: z.int(),
  updatedAt: Instant,
  version: z.int(),
})

export const Domain = z.object({ host: z.string(), isMain: z.boolean() })

export const Site = SiteRow.extend({
  ...registerFields,
  domains: z.array(Domain),
  stateReason: z.string(),
  states: z.array(z.object({ state: SiteState, reason: z.string(), at: Instant, setBy: z.uuid().nullable() })),
  /** States one may choose next. */
  nextStates: z.array(SiteState),
  ancestors: z.array(SiteRef),
  channelCount: z.int(),
  /** What the caller may do on this site: the console shows no button that would be refused. */
  may: z.array(z.enum(['site.manage', 'setting.manage', 'channel.manage'])),
})

export const listSites = operation({
  method: 'GET',
  path: '/sites',
  summary: '站点列表',
  permission: 'session',
  query: z.object({
    ...pageQuery,
    text: line(100).optional(),
    level: SiteLevel.optional(),
    kind: SiteKind.optional(),
    state: SiteState.optional(),
    /** This site and everything below it. */
    under: z.uuid().optional(),
    ownerId: z.uuid().optional(),
    /** Only sites on which the caller holds anything. */
    mine: queryFlag.optional(),
    sort: z.enum(['tree', 'code', '-code', 'name', '-name', 'updatedAt', '-updatedAt']).default('tree'),
  }),
  reply: pageOf(SiteRow),
})

/** Children of one node, or the roots: read as the tree is opened. */
export const listSiteChildren = operation({
  method: 'GET',
  path: '/site-tree',
  summary: '站点树（逐级展开）',
  permission: 'session',
  query: z.object({ parentId: z.uuid().optional() }),
  reply: z.array(SiteRow),
})

export const getSite = operation({
  method: 'GET',
  path: '/sites/{id}',
  summary: '站点登记信息',
  permission: 'session',
  params: byId,
  reply: Site,
})

const registration = {
  ...registerFields,
  code: Code,
  level: SiteLevel,
  kind: SiteKind,
  parentId: z.uuid().nullable(),
  ownerId: z.uuid(),
  operatorId: z.uuid(),
  /** Of a site of its own. */
  host: Host.nullable(),
  /** Of a sub-portal: the last part of its address on the host of its county. */
  slug: Code.nullable(),
}
const optionalRegistration = {
  siteIdCode: registration.siteIdCode.default(null),
  icpNumber: registration.icpNumber.default(''),
  policeNumber: registration.policeNumber.default(''),
  markUrl: registration.markUrl.default(''),
  contactName: registration.contactName.default(''),
  contactPhone: registration.contactPhone.default(''),
  contactAddress: registration.contactAddress.default(''),
  ownerDuties: registration.ownerDuties.default(''),
  operatorDuties: registration.operatorDuties.default(''),
  openedOn: registration.openedOn.default(null),
  host: registration.host.default(null),
  slug: registration.slug.default(null),
}

/** A site to be; with `blueprint` it gets that blueprint's channels and settings in the same step. */
export const SiteRegistration = z.strictObject({
  ...registration,
  ...optionalRegistration,
  blueprint: Code.nullable().default(null),
})

export const registerSite = operation({
  method: 'POST',
  path: '/sites',
  summary: '登记站点（可按建站模板一次建成）',
  permission: 'site.manage',
  body: SiteRegistration,
  reply: z.object({
    site: Site,
    channelsCreated: z.int(),
    settingsWritten: z.int(),
    /** Channels of the blueprint left out because no site above has what they would show. */
    unresolvedMounts: z.array(z.object({ code: z.string(), name: z.string() })),
  }),
})

export const updateSite = operation({
  method: 'PATCH',
  path: '/sites/{id}',
  summary: '修改站点登记信息',
  permission: 'site.manage',
  params: byId,
  body: z.strictObject({
    expectedVersion,
    ...z.object({ ...registerFields, ownerId: z.uuid(), operatorId: z.uuid(), slug: Code }).partial().shape,
  }),
  reply: Site,
})

export const setDomains = operation({
  method: 'PUT',
  path: '/sites/{id}/domains',
  summary: '设置站点域名',
  permission: 'site.manage',
  params: byId,
  body: z.strictObject({
    expectedVersion,
    domains: z.array(z.strictObject({ host: Host, isMain: z.boolean() })).max(20),
  }),
  reply: Site,
})

export const changeSiteState = operation({
  method: 'POST',
  path: '/sites/{id}/state',
  summary: '变更站点状态',
  permission: 'site.manage',
  params: byId,
  body: z.strictObject({ expectedVersion, state: SiteState, reason: name(500) }),
  reply: Site,
})

export const moveSite = operation({
  method: 'POST',
  path: '/sites/{id}/move',
  summary: '调整站点的上级',
  permission: 'site.manage',
  params: byId,
  body: z.strictObject({ expectedVersion, parentId: z.uuid().nullable() }),
  reply: Site,
})

/** One row of a table of sites to be made; bodies and parents by code, everything as text. */
export const registerSitesInBulk = operation({
  method: 'POST',
  path: '/sites/bulk',
  summary: '从表格批量建站（先试算，后建立）',
  permission: 'site.manage',
  body: z.strictObject({
    isDryRun: z.boolean(),
    /** create: rows without fault are made, the others reported. allOrNothing: one fault, and nothing is made. */
    mode: z.enum(['create', 'allOrNothing']).default('create'),
    rows: z
      .array(z.record(z.string().max(40), z.string().max(2000)))
      .min(1)
      .max(500),
  }),
  reply: z.object({
    read: z.int(),
    usable: z.int(),
    created: z.int(),
    faults: z.array(z.object({ row: z.int(), column: z.string(), value: z.string(), detail: z.string() })),
    sites: z.array(z.object({ row: z.int(), id: z.uuid().nullable(), code: z.string(), channelsCreated: z.int() })),
    unresolvedMounts: z.array(z.object({ row: z.int(), code: z.string() })),
  }),
})
