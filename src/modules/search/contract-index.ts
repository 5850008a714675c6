import { z } from 'zod'
import { standing } from './contract-parts.ts'
import { Done, Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'

export const getIndexState = operation({
  method: 'GET',
  path: '/search/index',
  summary: '索引状态',
  permission: 'search.tune',
  reply: z.object({
    /** False: the search process does not answer. */
    isUp: z.boolean(),
    /** False: it is being built, or has lost touch with the database; it answers nothing unless it `isBehind`. */
    isTrusted: z.boolean(),
    /** It has missed changes and is being built anew: it answers, and every hit is looked at once more. */
    isBehind: z.boolean(),
    docs: z.int().nullable(),
    hidden: z.int().nullable(),
    pending: z.int().nullable(),
    bytes: z.int().nullable(),
    memoryBytes: z.int().nullable(),
    builtAt: Instant.nullable(),
    followedUntil: Instant.nullable(),
    lastError: z.object({ at: Instant, text: z.string() }).nullable(),
    rebuilding: z.object({ startedAt: Instant, done: z.int(), total: z.int().nullable() }).nullable(),
    mayRebuild: z.boolean(),
    unreadableFiles: z.int(),
  }),
})

export const rebuildIndex = operation({
  method: 'POST',
  path: '/search/index/rebuild',
  summary: '重建索引',
  permission: 'search.tune',
  reply: Done,
})

export const UnreadFile = z.object({
  blob: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  reason: z.string(),
  detail: z.string(),
  at: Instant,
  bytes: z.int(),
  itemTitle: z.string().nullable(),
  ...standing,
})

export const listUnreadFiles = operation({
  method: 'GET',
  path: '/search/index/files',
  summary: '未能读取的附件',
  permission: 'search.tune',
  query: z.object({ ...pageQuery, q: z.string().trim().max(100).optional(), reason: z.string().max(60).optional() }),
  reply: pageOf(UnreadFile).extend({ reasons: z.array(z.object({ reason: z.string(), files: z.int() })) }),
})
