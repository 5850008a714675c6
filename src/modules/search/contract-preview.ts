import { z } from 'zod'
import { Day, operation } from '../../kernel/contract.ts'
import { Piece, standing, Words } from './contract-parts.ts'

/** A factor of the score; the console words it. */
export const Why = z.object({ what: z.string(), factor: z.number(), note: z.string() })

export const SeenHit = z.object({
  id: z.string(),
  /** From 1. */
  rank: z.int(),
  title: z.array(Piece),
  snippet: z.array(Piece),
  type: z.string(),
  ...standing,
  day: Day.nullable(),
  isPinned: z.boolean(),
  isRepealed: z.boolean(),
  score: z.number(),
  why: z.array(Why),
  /** Its rank on the other side of a comparison; null: not among the hits shown there. */
  otherRank: z.int().nullable(),
})
export type SeenHit = z.output<typeof SeenHit>

export const SeenAnswer = z.object({
  total: z.int(),
  isTotalExact: z.boolean(),
  tookMs: z.number(),
  words: z.array(z.string()),
  correction: z.string().nullable(),
  hits: z.array(SeenHit),
})
export type SeenAnswer = z.output<typeof SeenAnswer>

const text = z.string().trim().min(1).max(200)

/** A change that is not saved yet: a group or a pin in the place of the stored one, or beside the others. */
export const Change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('synonym'), id: z.uuid().nullable(), words: Words, isOn: z.boolean() }),
  z.strictObject({
    kind: z.literal('pin'),
    id: z.uuid().nullable(),
    words: Words,
    docIds: z.array(z.string().max(300)).max(20),
    siteId: z.uuid().nullable(),
    isOn: z.boolean(),
  }),
])

/** The same query as it is answered now and as it would be with the change. */
export const previewChange = operation({
  method: 'POST',
  path: '/search/preview',
  summary: '预览调整搜索的效果',
  permission: 'search.tune',
  body: z.strictObject({ text, siteId: z.uuid().nullable(), change: Change }),
  reply: z.object({ before: SeenAnswer, after: SeenAnswer }),
})

/** One query with the reasons of every hit; also how documents are found to be pinned. */
export const explainSearch = operation({
  method: 'GET',
  path: '/search/explain',
  summary: '搜索结果为什么这样排',
  permission: 'search.tune',
  query: z.object({ text, siteId: z.uuid().optional() }),
  reply: SeenAnswer,
})
