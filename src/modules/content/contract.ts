import { z } from 'zod'
import { Day, Done, Instant, operation, pageOf, pageQuery, queryFlag } from '../../kernel/contract.ts'
import { ReceiptDetail } from '../library/contract-parts.ts'
import {
  Document,
  DocumentRow,
  DocumentState,
  Edition,
  Verdict,
  WithdrawReason,
  line,
  optionalWritten,
  written,
} from './contract-parts.ts'

export * from './contract-parts.ts'
export * from './contract-batches.ts'

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
    /** Something of it waits to be published. */
    pending: queryFlag.optional(),
    /** Readers see an edition of it, or will at its time. */
    live: queryFlag.optional(),
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
  summary: '新建稿件；publish 为真时一并发布，须有发布权限且栏目不设审核',
  permission: 'document.write',
  body: z.object({
    channelId: z.uuid(),
    ...optionalWritten,
    title: written.title,
    /** Released in the same act: all of it happens, or nothing. */
    publish: z.boolean().optional(),
  }),
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

/** What the newest release or withdrawal did: which pages of which sites, and when the last of them was fresh. */
export const getReceipt = operation({
  method: 'GET',
  path: '/documents/{id}/receipt',
  summary: '发布回执：更新了哪些网站的哪些页面',
  permission: 'document.read',
  params: byId,
  reply: z.object({
    /** never: nothing on record; waiting: not every portal has said; untouched: no kept page; touched: the first receipt is it. */
    standing: z.enum(['never', 'waiting', 'untouched', 'touched']),
    changedAt: Instant.nullable(),
    receipts: z.array(ReceiptDetail),
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
  summary: '查找已发布的内容（供转载和互相链接）',
  permission: 'document.read',
  /** `url` or `itemId` alone, or the newest of one site, narrowed by `text`: a piece of the title or document number. */
  query: z.object({
    url: line(1000).optional(),
    itemId: z.uuid().optional(),
    siteId: z.uuid().optional(),
    text: line(100).optional(),
  }),
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
