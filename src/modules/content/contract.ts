import { z } from 'zod'
import { Day, Done, Instant, operation, pageOf, pageQuery, queryFlag } from '../../kernel/contract.ts'

export const DocumentState = z.enum(['draft', 'submitted', 'returned', 'approved', 'released', 'withdrawn'])
export const Verdict = z.enum(['passed', 'returned'])
export const WithdrawReason = z.enum(['error', 'moved', 'repealed', 'privacy'])
export const DocumentAct = z.enum([
  'edit',
  'submit',
  'recall',
  'review',
  'publish',
  'withdraw',
  'discard',
  'delete',
  'restore',
])

const line = (max: number) => z.string().trim().max(max)
export const BODY_LIMIT = 2_000_000

export const File = z.object({
  blob: z.string().length(64),
  name: line(255).min(1),
  mediaType: z.string(),
  bytes: z.int(),
})
export const Cover = z.object({
  blob: z.string().length(64),
  mediaType: z.string(),
  /** Text alternative: a picture without one is refused. */
  alt: line(200).min(1),
  width: z.int().optional(),
  height: z.int().optional(),
})
export const Origin = z.object({ name: line(200).min(1), url: line(1000), itemId: z.uuid().optional() })

/** What a writer writes. Every field may be saved half-done; submitting checks the whole. */
const written = {
  title: line(200).min(1),
  subtitle: line(200),
  summary: line(1000),
  body: z.string().max(BODY_LIMIT),
  source: line(200),
  author: line(100),
  editor: line(100),
  keywords: z.array(line(50).min(1)).max(20),
  /** By the metadata scheme of the document's kind. */
  metadata: z.record(z.string(), z.unknown()),
  cover: Cover.nullable(),
  files: z.array(File).max(50),
  origin: Origin.nullable(),
  /** Further channels, of this or other sites one may publish to. */
  placements: z.array(z.uuid()).max(50),
  isPinned: z.boolean(),
  visibleFrom: Instant.nullable(),
  visibleUntil: Instant.nullable(),
}
const optionalWritten = {
  title: written.title.optional(),
  subtitle: written.subtitle.optional(),
  summary: written.summary.optional(),
  body: written.body.optional(),
  source: written.source.optional(),
  author: written.author.optional(),
  editor: written.editor.optional(),
  keywords: written.keywords.optional(),
  metadata: written.metadata.optional(),
  cover: written.cover.optional(),
  files: written.files.optional(),
  origin: written.origin.optional(),
  placements: written.placements.optional(),
  isPinned: written.isPinned.optional(),
  visibleFrom: written.visibleFrom.optional(),
  visibleUntil: written.visibleUntil.optional(),
}

export const DocumentRow = z.object({
  id: z.uuid(),
  siteId: z.uuid(),
  siteName: z.string(),
  channelId: z.uuid(),
  channelName: z.string(),
  kind: z.string(),
  title: z.string(),
  state: DocumentState,
  /** The review stage it waits in (1 to 3), 0 outside review. */
  stage: z.int(),
  stages: z.int(),
  editionNumber: z.int(),
  liveEditionNumber: z.int().nullable(),
  releasedAt: Instant.nullable(),
  visibleFrom: Instant.nullable(),
  visibleUntil: Instant.nullable(),
  createdByName: z.string(),
  updatedByName: z.string(),
  updatedAt: Instant,
  lockedByName: z.string().nullable(),
  version: z.int(),
})

export const Edition = z.object({
  number: z.int(),
  ...written,
  createdByName: z.string(),
  createdAt: Instant,
  submittedAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
})

export const Review = z.object({
  editionNumber: z.int(),
  stage: z.int(),
  verdict: Verdict,
  reason: z.string(),
  reviewerName: z.string(),
  at: Instant,
})

export const HistoryEntry = z.object({ at: Instant, act: z.string(), byName: z.string(), note: z.string() })

export const Check = z.object({
  code: z.string(),
  /** must: cannot be submitted so; should: look at it. */
  level: z.enum(['must', 'should']),
  pointer: z.string(),
  text: z.string(),
})

export const Document = DocumentRow.extend({
  edition: Edition,
  reviews: z.array(Review),
  history: z.array(HistoryEntry),
  acts: z.array(DocumentAct),
  checks: z.array(Check),
  itemId: z.uuid().nullable(),
  firstReleasedAt: Instant.nullable(),
  /** Where it stands for readers now. */
  addresses: z.array(z.object({ siteName: z.string(), channelName: z.string(), host: z.string(), path: z.string() })),
  lock: z.object({ byName: z.string(), until: Instant, isMine: z.boolean() }).nullable(),
})

const byId = z.object({ id: z.uuid() })
const fresh = z.object({ expectedVersion: z.int().positive() })

export const listDocuments = operation({
  method: 'GET',
  path: '/documents',
  summary: '稿件列表',
  permission: 'document.read',
  query: z.object({
    ...pageQuery,
    text: line(100).optional(),
    siteId: z.uuid().optional(),
    /** The site and everything below it. */
    underSiteId: z.uuid().optional(),
    channelId: z.uuid().optional(),
    state: DocumentState.optional(),
    stage: z.coerce.number().int().min(1).max(3).optional(),
    kind: z.string().optional(),
    mine: queryFlag.optional(),
    scheduled: queryFlag.optional(),
    deleted: queryFlag.optional(),
    from: Day.optional(),
    to: Day.optional(),
    sort: z.enum(['-updatedAt', 'updatedAt', '-releasedAt', 'releasedAt']).default('-updatedAt'),
  }),
  reply: pageOf(DocumentRow),
})

export const getDocument = operation({
  method: 'GET',
  path: '/documents/{id}',
  summary: '稿件详情',
  permission: 'document.read',
  params: byId,
  reply: Document,
})

export const createDocument = operation({
  method: 'POST',
  path: '/documents',
  summary: '新建稿件',
  permission: 'document.write',
  body: z.object({ channelId: z.uuid(), ...optionalWritten, title: written.title }),
  reply: Document,
})

/** Save what has been written so far; opens a new edition when the newest one is already released. */
export const saveDocument = operation({
  method: 'PUT',
  path: '/documents/{id}',
  summary: '保存稿件',
  permission: 'document.write',
  params: byId,
  body: z.object({ ...fresh.shape, channelId: z.uuid().optional(), ...optionalWritten }),
  reply: Document,
})

export const lockDocument = operation({
  method: 'POST',
  path: '/documents/{id}/lock',
  summary: '锁定稿件以便编辑；可接管他人的锁',
  permission: 'document.write',
  params: byId,
  body: z.object({ takeOver: z.boolean().default(false) }),
  reply: z.object({ until: Instant }),
})

export const unlockDocument = operation({
  method: 'DELETE',
  path: '/documents/{id}/lock',
  summary: '释放编辑锁',
  permission: 'document.write',
  params: byId,
  reply: Done,
})

export const submitDocument = operation({
  method: 'POST',
  path: '/documents/{id}/submit',
  summary: '提交审核',
  permission: 'document.write',
  params: byId,
  body: z.object({ ...fresh.shape, note: line(500).default('') }),
  reply: Document,
})

export const recallDocument = operation({
  method: 'POST',
  path: '/documents/{id}/recall',
  summary: '撤回送审',
  permission: 'document.write',
  params: byId,
  body: fresh,
  reply: Document,
})

export const reviewDocument = operation({
  method: 'POST',
  path: '/documents/{id}/review',
  summary: '审核稿件（通过或退回）',
  permission: 'document.review',
  params: byId,
  body: z.object({ ...fresh.shape, verdict: Verdict, reason: line(1000).default('') }),
  reply: Document,
})

export const publishDocument = operation({
  method: 'POST',
  path: '/documents/{id}/publish',
  summary: '发布稿件（立即或定时）',
  permission: 'document.publish',
  params: byId,
  body: z.object({ ...fresh.shape, visibleFrom: Instant.nullish(), visibleUntil: Instant.nullish() }),
  reply: Document,
})

export const withdrawDocument = operation({
  method: 'POST',
  path: '/documents/{id}/withdraw',
  summary: '撤回已发布的稿件',
  permission: 'document.withdraw',
  params: byId,
  body: z.object({
    ...fresh.shape,
    reason: WithdrawReason,
    note: line(500).min(1),
    /** For moved: a path on this site or a full address. */
    redirectTo: line(1000).optional(),
    /** For repealed: the document that replaced it. */
    successorId: z.uuid().optional(),
  }),
  reply: Document,
})

/** Throw away the unreleased edition; the released one stays as it is. */
export const discardEdition = operation({
  method: 'POST',
  path: '/documents/{id}/discard',
  summary: '放弃未发布的修改',
  permission: 'document.write',
  params: byId,
  body: fresh,
  reply: Document,
})

export const deleteDocument = operation({
  method: 'DELETE',
  path: '/documents/{id}',
  summary: '删除从未发布的稿件（可恢复）',
  permission: 'document.write',
  params: byId,
  reply: Done,
})

export const restoreDocument = operation({
  method: 'POST',
  path: '/documents/{id}/restore',
  summary: '恢复已删除的稿件',
  permission: 'document.write',
  params: byId,
  reply: Document,
})

export const listEditions = operation({
  method: 'GET',
  path: '/documents/{id}/editions',
  summary: '稿件的全部版本（不含正文）',
  permission: 'document.read',
  params: byId,
  reply: z.array(Edition.omit({ body: true })),
})

export const getEdition = operation({
  method: 'GET',
  path: '/documents/{id}/editions/{number}',
  summary: '稿件的某一版本',
  permission: 'document.read',
  params: z.object({ id: z.uuid(), number: z.coerce.number().int().positive() }),
  reply: Edition,
})

/** Where a document will appear once published: before anybody presses the button. */
export const getReach = operation({
  method: 'GET',
  path: '/documents/{id}/reach',
  summary: '发布后将出现在哪里',
  permission: 'document.read',
  params: byId,
  reply: z.object({
    siteCount: z.int(),
    pageCount: z.int(),
    places: z.array(
      z.object({
        siteId: z.uuid(),
        siteName: z.string(),
        channelName: z.string(),
        how: z.enum(['primary', 'placement', 'aggregate', 'mounted']),
      }),
    ),
  }),
})

/** Take over a released item of another site as a draft of one's own, with its origin. */
export const reprintItem = operation({
  method: 'POST',
  path: '/reprints',
  summary: '转载',
  permission: 'document.write',
  body: z.object({ itemId: z.uuid(), channelId: z.uuid() }),
  reply: Document,
})

/** Something released on any site: what one may reprint. */
export const findReleased = operation({
  method: 'GET',
  path: '/released',
  summary: '查找已发布的内容（供转载）',
  permission: 'document.write',
  /** `url` alone, or the newest of one site, narrowed by `text`. */
  query: z.object({ url: line(1000).optional(), siteId: z.uuid().optional(), text: line(100).optional() }),
  reply: z.array(
    z.object({
      itemId: z.uuid(),
      kind: z.string(),
      title: z.string(),
      summary: z.string(),
      siteName: z.string(),
      channelName: z.string(),
      host: z.string(),
      path: z.string(),
      firstReleasedAt: Instant,
    }),
  ),
})

export const BulkResult = z.object({
  done: z.array(z.uuid()),
  refused: z.array(z.object({ id: z.uuid(), title: z.string(), code: z.string() })),
})

export const bulkDocuments = operation({
  method: 'POST',
  path: '/documents/bulk',
  summary: '批量处理稿件，逐件给出结果',
  permission: 'document.read',
  body: z.object({
    ids: z.array(z.uuid()).min(1).max(200),
    act: z.enum(['submit', 'publish', 'pass', 'delete']),
  }),
  reply: BulkResult,
})

export const InboxItem = DocumentRow.extend({
  task: z.enum(['review', 'revise', 'publish', 'finish']),
  /** When it began to wait for me. */
  since: Instant,
  note: z.string(),
})

export const getInbox = operation({
  method: 'GET',
  path: '/inbox',
  summary: '待办：等我处理的稿件',
  permission: 'session',
  query: z.object({
    ...pageQuery,
    task: z.enum(['review', 'revise', 'publish', 'finish']).optional(),
    siteId: z.uuid().optional(),
    text: line(100).optional(),
  }),
  reply: pageOf(InboxItem).extend({
    counts: z.object({ review: z.int(), revise: z.int(), publish: z.int(), finish: z.int() }),
  }),
})

export const Upload = z.object({
  id: z.uuid(),
  blob: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Address within the console; a released item's file is served by its portal at /files/. */
  url: z.string(),
})

/** The finder: documents one may read, by a piece of the title. */
export const findDocuments = operation({
  method: 'GET',
  path: '/finder/documents',
  summary: '按标题片段查找稿件',
  permission: 'document.read',
  query: z.object({ text: line(100).min(1) }),
  reply: z.array(DocumentRow),
})
