import { z } from 'zod'
import { Instant } from '../../kernel/contract.ts'

export const DocumentState = z.enum(['draft', 'submitted', 'returned', 'approved', 'released', 'withdrawn'])
/** Something of the document waits to be published. */
export const isPending = ({ state }: { state: z.output<typeof DocumentState> }): boolean =>
  state !== 'released' && state !== 'withdrawn'
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

export const line = (max: number) => z.string().trim().max(max)
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
export const written = {
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
export const optionalWritten = {
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
  /** Since when, or from when, readers see it marked as repealed. */
  repealedAt: Instant.nullable(),
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

/** Taken down or marked repealed; `at` may lie ahead. */
export const Withdrawal = z.object({
  reason: WithdrawReason,
  note: z.string(),
  at: Instant,
  /** Where a text that moved leads to. */
  redirectTo: z.string().nullable(),
  /** What replaced a repealed text; the mark leads to it only while readers see it. */
  successor: z.object({ id: z.uuid(), title: z.string(), isLive: z.boolean() }).nullable(),
})

export const Document = DocumentRow.extend({
  edition: Edition,
  reviews: z.array(Review),
  history: z.array(HistoryEntry),
  acts: z.array(DocumentAct),
  checks: z.array(Check),
  itemId: z.uuid().nullable(),
  firstReleasedAt: Instant.nullable(),
  withdrawal: Withdrawal.nullable(),
  /** Where it stands for readers now. */
  addresses: z.array(z.object({ siteName: z.string(), channelName: z.string(), host: z.string(), path: z.string() })),
  lock: z.object({ byName: z.string(), until: Instant, isMine: z.boolean() }).nullable(),
})
