import { z } from 'zod'
import { Done, Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'
import { DocumentState, line } from './contract-parts.ts'

/** How many changes one batch may hold. */
export const MOST_ENTRIES = 500

export const BatchState = z.enum(['draft', 'scheduled', 'released', 'undone'])
export const EntryKind = z.enum(['publish', 'withdraw', 'setting'])
/** What touches privacy goes at once and for ever: it is no part of a batch. */
export const BatchWithdrawReason = z.enum(['error', 'moved', 'repealed'])
export const BatchAct = z.enum(['edit', 'release', 'cancel', 'undo', 'delete'])

export const BatchRow = z.object({
  id: z.uuid(),
  siteId: z.uuid(),
  siteName: z.string(),
  name: z.string(),
  note: z.string(),
  state: BatchState,
  effectiveAt: Instant.nullable(),
  counts: z.object({ publish: z.int(), withdraw: z.int(), setting: z.int(), sites: z.int() }),
  createdByName: z.string(),
  createdAt: Instant,
  releasedByName: z.string().nullable(),
  releasedAt: Instant.nullable(),
  undoneByName: z.string().nullable(),
  undoneAt: Instant.nullable(),
  updatedAt: Instant,
  version: z.int(),
})

export const BatchEntry = z.object({
  id: z.uuid(),
  kind: EntryKind,
  siteId: z.uuid(),
  siteName: z.string(),
  documentId: z.uuid().nullable(),
  /** Null where the document is not the reader's to know of. */
  title: z.string().nullable(),
  channelName: z.string().nullable(),
  documentState: DocumentState.nullable(),
  editionNumber: z.int().nullable(),
  /** The new text of something readers see already. */
  isCorrection: z.boolean(),
  reason: BatchWithdrawReason.nullable(),
  note: z.string(),
  redirectTo: z.string().nullable(),
  key: z.string().nullable(),
  value: z.unknown(),
  outcome: z.enum(['released', 'undone', 'kept']).nullable(),
  /** Why it was left as it is when the rest was taken back. */
  outcomeCode: z.string().nullable(),
  outcomeText: z.string(),
})

export const Batch = BatchRow.extend({ entries: z.array(BatchEntry), acts: z.array(BatchAct) })

/** Why an entry cannot be released, or taken back: the code of a problem and its words. */
export const EntryFault = z.object({
  entryId: z.uuid(),
  title: z.string(),
  code: z.string(),
  text: z.string(),
})

const byId = z.object({ id: z.uuid() })
const fresh = { expectedVersion: z.int().positive() }

export const listBatches = operation({
  method: 'GET',
  path: '/batches',
  summary: '发布批次列表',
  permission: 'document.read',
  query: z.object({
    ...pageQuery,
    text: line(100).optional(),
    state: BatchState.optional(),
    siteId: z.uuid().optional(),
  }),
  reply: pageOf(BatchRow),
})

export const getBatch = operation({
  method: 'GET',
  path: '/batches/{id}',
  summary: '发布批次',
  permission: 'document.read',
  params: byId,
  reply: Batch,
})

export const createBatch = operation({
  method: 'POST',
  path: '/batches',
  summary: '新建发布批次',
  permission: 'document.publish',
  body: z.strictObject({ siteId: z.uuid(), name: line(100).min(1), note: line(500).default('') }),
  reply: Batch,
})

export const renameBatch = operation({
  method: 'PUT',
  path: '/batches/{id}',
  summary: '修改发布批次的名称和说明',
  permission: 'document.publish',
  params: byId,
  body: z.strictObject({ ...fresh, name: line(100).min(1), note: line(500) }),
  reply: Batch,
})

export const deleteBatch = operation({
  method: 'DELETE',
  path: '/batches/{id}',
  summary: '删除未发布的发布批次',
  permission: 'document.publish',
  params: byId,
  query: z.object({ expectedVersion: z.coerce.number().int().positive() }),
  reply: Done,
})

export const NewEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('publish'), documentId: z.uuid() }),
  z.strictObject({
    kind: z.literal('withdraw'),
    documentId: z.uuid(),
    reason: BatchWithdrawReason,
    note: line(500).min(1),
    redirectTo: line(1000).optional(),
    successorId: z.uuid().optional(),
  }),
  z.strictObject({ kind: z.literal('setting'), siteId: z.uuid(), key: z.string().max(60), value: z.unknown() }),
])

/** Each entry is taken or refused by itself; what is there already is left as it is. */
export const addEntries = operation({
  method: 'POST',
  path: '/batches/{id}/entries',
  summary: '向发布批次加入稿件、撤下或设置',
  permission: 'document.publish',
  params: byId,
  body: z.strictObject({ ...fresh, entries: z.array(NewEntry).min(1).max(MOST_ENTRIES) }),
  reply: z.object({
    batch: Batch,
    added: z.int(),
    refused: z.array(z.object({ index: z.int(), title: z.string(), code: z.string(), text: z.string() })),
  }),
})

export const removeEntries = operation({
  method: 'POST',
  path: '/batches/{id}/entries/remove',
  summary: '从发布批次移出',
  permission: 'document.publish',
  params: byId,
  body: z.strictObject({ ...fresh, entryIds: z.array(z.uuid()).min(1).max(MOST_ENTRIES) }),
  reply: Batch,
})

/** A dry run: nothing is changed. `at` is the instant that is meant; without it, now. */
export const checkBatch = operation({
  method: 'GET',
  path: '/batches/{id}/check',
  summary: '检查发布批次能否发布',
  permission: 'document.publish',
  params: byId,
  query: z.object({ at: Instant.optional() }),
  reply: z.object({ checked: z.int(), faults: z.array(EntryFault) }),
})

export const releaseBatch = operation({
  method: 'POST',
  path: '/batches/{id}/release',
  summary: '发布批次（立即或定时），全部成功或全部不变',
  permission: 'document.publish',
  params: byId,
  body: z.strictObject({ ...fresh, at: Instant.nullable().default(null) }),
  reply: Batch,
})

/** `skipChanged`: take back the rest where somebody has changed something since; without it such a batch is refused whole. */
const takingBack = { ...fresh, skipChanged: z.boolean().default(false) }

export const cancelBatch = operation({
  method: 'POST',
  path: '/batches/{id}/cancel',
  summary: '取消尚未生效的发布批次',
  permission: 'document.publish',
  params: byId,
  body: z.strictObject(takingBack),
  reply: Batch,
})

export const undoBatch = operation({
  method: 'POST',
  path: '/batches/{id}/undo',
  summary: '撤销已生效的发布批次',
  permission: 'document.publish',
  params: byId,
  /** `note` stands at the addresses of what was new and is taken down. */
  body: z.strictObject({ ...takingBack, note: line(500).min(1) }),
  reply: Batch,
})

/** The pages a batch changes first-hand: items, their channels, home pages. */
export const listBatchPages = operation({
  method: 'GET',
  path: '/batches/{id}/pages',
  summary: '发布批次直接改变的页面',
  permission: 'document.read',
  params: byId,
  reply: z.array(
    z.object({
      kind: z.enum(['item', 'channel', 'home']),
      siteId: z.uuid(),
      siteName: z.string(),
      title: z.string(),
      host: z.string(),
      path: z.string(),
      /** It is there for readers now. */
      isShown: z.boolean(),
    }),
  ),
})
