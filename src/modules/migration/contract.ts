import { z } from 'zod'
import { Done, Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'

/** The field of a document that a rule fills; metadata.<code> by the scheme of the channel's kind. */
export const Target = z
  .string()
  .regex(
    /^(externalId|title|subtitle|summary|body|source|author|editor|keywords|publishedAt|originName|originUrl|metadata\.[a-z][A-Za-z0-9]{1,40})$/,
  )

/** How a text becomes a value: as it is, a date, words, a document number in its standard form, or a body. */
export const Reading = z.enum(['text', 'day', 'instant', 'words', 'documentNumber', 'body', 'html', 'plain'])

export const FieldRule = z.strictObject({
  /** Fields of the file; the first one that is not empty counts. */
  from: z.array(z.string().min(1).max(200)).max(20).default([]),
  /** Taken when all of them are empty. */
  constant: z.string().max(2000).optional(),
  as: Reading.default('text'),
  /** Words of the file → our values, such as 有效 → valid. Other words stay as they are. */
  values: z.record(z.string().max(200), z.string().max(200)).optional(),
  /** Of an HTML page, only the element with this id or class. The first one found counts. */
  within: z.array(z.string().min(1).max(100)).max(20).optional(),
})

export const Mapping = z.strictObject({
  fields: z.partialRecord(Target, FieldRule),
  /** What to do with a row that has no date. */
  missingDate: z.enum(['reject', 'importDay']).default('reject'),
})
export type Mapping = z.output<typeof Mapping>
export type FieldRule = z.output<typeof FieldRule>

export const FILE_LIMIT = 2 * 1024 ** 3
export const LINE_LIMIT = 16 * 1024 ** 2

export const Format = z.enum(['jsonl', 'csv'])
export const Encoding = z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])

export const FileFacts = z.object({
  format: Format,
  encoding: Encoding,
  isCompressed: z.boolean(),
  columns: z.array(z.string()),
})

export const SavedMapping = z.object({
  id: z.uuid(),
  /** null: for every site. */
  siteId: z.uuid().nullable(),
  name: z.string(),
  mapping: Mapping,
  createdByName: z.string(),
  updatedAt: Instant,
})

const Fault = z.object({ field: z.string(), reason: z.string() })

/** What one row of the file would become. */
export const PreviewRow = z.object({
  line: z.int(),
  record: z.record(z.string(), z.string()),
  row: z.object({
    externalId: z.string(),
    title: z.string(),
    source: z.string(),
    publishedAt: Instant.nullable(),
    bodyLength: z.int(),
    bodyStart: z.string(),
    keywords: z.array(z.string()),
    metadata: z.record(z.string(), z.unknown()),
  }),
  faults: z.array(Fault),
})

/** POST /import-files?siteId= takes one file as multipart and answers with this. */
export const StoredFile = z.object({ blob: z.string(), fileName: z.string(), bytes: z.int() })

export const previewFile = operation({
  method: 'POST',
  path: '/import-files/{blob}/preview',
  summary: '预览导入文件：识别格式、列与对应关系',
  permission: 'import.run',
  params: z.object({ blob: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Without a mapping, one is guessed from the names of the columns. */
  body: z.object({ channelId: z.uuid(), mapping: Mapping.optional(), source: z.string().trim().max(200).default('') }),
  reply: z.object({ file: FileFacts, mapping: Mapping, rows: z.array(PreviewRow) }),
})

export const listMappings = operation({
  method: 'GET',
  path: '/sites/{siteId}/import-mappings',
  summary: '已保存的字段对应关系',
  permission: 'import.run',
  params: z.object({ siteId: z.uuid() }),
  reply: z.array(SavedMapping),
})

/** The same name again replaces the mapping of that name. */
export const saveMapping = operation({
  method: 'PUT',
  path: '/sites/{siteId}/import-mappings',
  summary: '保存字段对应关系',
  permission: 'import.run',
  params: z.object({ siteId: z.uuid() }),
  body: z.strictObject({ name: z.string().trim().min(1).max(50), mapping: Mapping }),
  reply: SavedMapping,
})

export const deleteMapping = operation({
  method: 'DELETE',
  path: '/sites/{siteId}/import-mappings/{id}',
  summary: '删除字段对应关系',
  permission: 'import.run',
  params: z.object({ siteId: z.uuid(), id: z.uuid() }),
  reply: Done,
})

export const RunState = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled'])

export const Run = z.object({
  id: z.uuid(),
  siteId: z.uuid(),
  siteName: z.string(),
  channelId: z.uuid(),
  channelName: z.string(),
  /** Kind of what is imported: names the metadata fields. */
  itemKind: z.string(),
  source: z.string(),
  fileName: z.string(),
  isDryRun: z.boolean(),
  state: RunState,
  failure: z.string(),
  bytesTotal: z.int(),
  bytesRead: z.int(),
  lineDone: z.int(),
  read: z.int(),
  imported: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** Rows refused; a row may have several faults. */
  rejected: z.int(),
  startedByName: z.string(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type Run = z.output<typeof Run>

const byId = z.object({ id: z.uuid() })

export const startRun = operation({
  method: 'POST',
  path: '/import-runs',
  summary: '开始导入（可先试运行）',
  permission: 'import.run',
  body: z.strictObject({
    channelId: z.uuid(),
    blob: z.string().regex(/^[0-9a-f]{64}$/),
    fileName: z.string().trim().min(1).max(255),
    mapping: Mapping,
    /** Where the external ids come from; the same file under another source makes other documents. */
    source: z.string().trim().min(1).max(200),
    isDryRun: z.boolean().default(false),
  }),
  reply: Run,
})

export const listRuns = operation({
  method: 'GET',
  path: '/import-runs',
  summary: '导入记录',
  permission: 'import.run',
  query: z.object({ ...pageQuery, siteId: z.uuid().optional(), state: RunState.optional() }),
  reply: pageOf(Run),
})

/** With what it takes to start it once more: a trial run is followed by the import itself. */
export const RunDetail = Run.extend({ blob: z.string().nullable(), mapping: Mapping })

export const getRun = operation({
  method: 'GET',
  path: '/import-runs/{id}',
  summary: '导入进度与结果',
  permission: 'import.run',
  params: byId,
  reply: RunDetail,
})

/** What was committed stays; the rest of the file is not read. */
export const cancelRun = operation({
  method: 'POST',
  path: '/import-runs/{id}/cancel',
  summary: '停止导入',
  permission: 'import.run',
  params: byId,
  reply: Run,
})

/** Go on after the last committed line of a run that failed or was stopped. */
export const resumeRun = operation({
  method: 'POST',
  path: '/import-runs/{id}/resume',
  summary: '继续导入',
  permission: 'import.run',
  params: byId,
  reply: Run,
})

export const RunRejection = z.object({ line: z.int(), field: z.string(), reason: z.string(), excerpt: z.string() })

/** GET /import-runs/{id}/rejections.csv gives all of them as a file. */
export const listRejections = operation({
  method: 'GET',
  path: '/import-runs/{id}/rejections',
  summary: '被拒绝的行及原因',
  permission: 'import.run',
  params: byId,
  query: z.object({ ...pageQuery, field: z.string().max(100).optional() }),
  reply: pageOf(RunRejection),
})
