import { z } from 'zod'
import { Day, operation } from '../../kernel/contract.ts'

const text = (max: number) => z.string().max(max)
/** One value or several of the same name in the address. */
const values = z
  .union([text(60), z.array(text(60)).max(10)])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .optional()

const Piece = z.object({ text: z.string(), isHit: z.boolean() })

export const SearchResult = z.object({
  /** item:…, file:…, organisation:…, person:…, site:…, channel:… */
  id: z.string(),
  externalId: z.string().nullable(),
  type: z.enum(['item', 'file', 'organisation', 'person', 'site', 'channel']),
  kind: z.string(),
  title: z.string(),
  /** The words that were found are told apart, not marked up. */
  titlePieces: z.array(Piece),
  snippetPieces: z.array(Piece),
  url: z.string(),
  site: z.object({ code: z.string(), name: z.string() }).nullable(),
  publishedAt: z.string().nullable(),
  documentNumber: z.string().nullable(),
  issuer: z.string().nullable(),
  /** 现行有效, 已废止 …: as it holds at this moment. */
  validity: z.string().nullable(),
  fileType: z.string().nullable(),
  page: z.int().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  isPinned: z.boolean(),
  /** On so many other sites stands the same text. */
  copies: z.int(),
})

export const searchPublicly = operation({
  method: 'GET',
  path: '/search',
  summary: '搜索全平台已发布的内容（与网页搜索同一套查询写法）',
  permission: 'public',
  query: z.object({
    /** 词语；"引号内的词" 一字不差；-词 表示不含。 */
    q: text(1_000),
    /** Code of the site whose reader asks: what is near weighs more. Without it the whole platform. */
    of: text(60).optional(),
    /** all, place (the site's place), site (the site alone). */
    in: z.enum(['all', 'place', 'site']).default('all'),
    place: values,
    site: values,
    body: values,
    kind: values,
    theme: values,
    year: values,
    valid: values,
    from: Day.optional(),
    to: Day.optional(),
    sort: z.enum(['relevance', 'date']).default('relevance'),
    /** Ten results a page; nobody gets further than a thousand. */
    p: z.coerce.number().int().min(1).max(100).default(1),
  }),
  reply: z.object({
    total: z.int(),
    /** false: at least so many. */
    isTotalExact: z.boolean(),
    /** The index is being built anew after it had missed changes: the numbers are about right. */
    isBehind: z.boolean(),
    results: z.array(SearchResult),
    facets: z.array(
      z.object({
        name: z.string(),
        values: z.array(z.object({ value: z.string(), count: z.int() })),
      }),
    ),
    areFacetsExact: z.boolean(),
    words: z.array(z.string()),
    /** Words that not every result holds. */
    optional: z.array(z.string()),
    correction: z.string().nullable(),
    /** The correction was searched, because the words themselves find nothing. */
    isCorrected: z.boolean(),
  }),
})
