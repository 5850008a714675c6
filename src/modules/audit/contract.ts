import { z } from 'zod'
import { Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'

export const AuditEntry = z.object({
  /** Chain and number in it, such as 12-3044. */
  id: z.string(),
  at: Instant,
  actorId: z.uuid().nullable(),
  actorName: z.string(),
  actorKind: z.enum(['person', 'system', 'visitor']),
  address: z.string().nullable(),
  /** Worded by the label action.<action>. */
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  targetLabel: z.string(),
  organisationId: z.uuid().nullable(),
  organisationName: z.string().nullable(),
  siteId: z.uuid().nullable(),
})
export type AuditEntry = z.output<typeof AuditEntry>

export const AuditDetail = AuditEntry.extend({
  sessionId: z.uuid().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  digest: z.string(),
})

const Filters = z.object({
  from: Instant.optional(),
  until: Instant.optional(),
  actorId: z.uuid().optional(),
  action: z.string().max(100).optional(),
  targetKind: z.string().max(100).optional(),
  targetId: z.string().max(200).optional(),
  siteId: z.uuid().optional(),
  organisationId: z.uuid().optional(),
  text: z.string().trim().max(100).optional(),
})
export type AuditFilters = z.output<typeof Filters>

/** GET /audit/export.csv gives what the filters find as a file; a link names its language, for it can send no header. */
export const AuditExport = Filters.extend({ lang: z.enum(['zh-CN', 'en']).default('zh-CN') })

/** Newest first. `searchedBackTo` says how far a text was looked for, when not to the end. */
export const listAudit = operation({
  method: 'GET',
  path: '/audit',
  summary: '审计记录',
  permission: 'audit.read',
  query: z.object({ ...pageQuery, page: z.coerce.number().int().min(1).max(200).default(1), ...Filters.shape }),
  reply: pageOf(AuditEntry).extend({ searchedBackTo: Instant.nullable() }),
})

export const getAuditEntry = operation({
  method: 'GET',
  path: '/audit/entries/{id}',
  summary: '一条审计记录',
  permission: 'audit.read',
  params: z.object({ id: z.string().regex(/^\d{1,3}-\d{1,15}$/) }),
  reply: AuditDetail,
})

/** Every action on record, for the filter; worded by the labels action.<action>. */
export const listAuditActions = operation({
  method: 'GET',
  path: '/audit/actions',
  summary: '审计动作目录',
  permission: 'audit.read',
  reply: z.object({ items: z.array(z.object({ action: z.string() })) }),
})

export const AuditFault = z.object({
  kind: z.enum(['edited', 'missing', 'foreign', 'head']),
  chain: z.int(),
  seq: z.int(),
  /** For a gap: the last number that is missing. */
  untilSeq: z.int(),
  detail: z.string(),
})

export const AuditVerification = z.object({
  isIntact: z.boolean(),
  entries: z.int(),
  chains: z.int(),
  faults: z.array(AuditFault),
  /** There were more faults than asked for. */
  isCapped: z.boolean(),
  /** One digest over all chain heads: write it down elsewhere, and a later cut at the end cannot hide. */
  seal: z.string(),
  verifiedAt: Instant,
})
export type AuditVerification = z.output<typeof AuditVerification>

export const verifyAudit = operation({
  method: 'POST',
  path: '/audit/verify',
  summary: '校验全部审计记录',
  permission: 'audit.verify',
  body: z.object({ limit: z.int().min(1).max(10_000).default(1000) }),
  reply: AuditVerification,
})
