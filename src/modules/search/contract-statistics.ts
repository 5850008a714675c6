import { z } from 'zod'
import { Day, Done, Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'
import { Note } from './contract-parts.ts'

/** Of a site, with the sites below it; without, of all that the reader answers for. The last thirty days unless said. */
const period = { from: Day.optional(), until: Day.optional(), siteId: z.uuid().optional() }

const Figures = z.object({
  searches: z.int(),
  /** Searches with no result. */
  zero: z.int(),
  clicks: z.int(),
  /** Mean place of what was clicked, from 1; null: nothing was clicked. */
  meanPosition: z.number().nullable(),
})

export const getSearchFigures = operation({
  method: 'GET',
  path: '/search/figures',
  summary: '搜索质量',
  permission: 'search.tune',
  query: z.object(period),
  reply: z.object({
    from: Day,
    until: Day,
    now: Figures,
    /** The period of the same length before. */
    before: Figures,
    days: z.array(Figures.extend({ day: Day })),
    /** How often each place in the list was opened; the last one stands for all behind it. */
    positions: z.array(z.object({ position: z.int(), clicks: z.int() })),
    /** The sites with most searches. */
    places: z.array(Figures.extend({ siteId: z.uuid().nullable(), name: z.string() })),
    /** Searches whose words few have asked: counted, and not named. */
    unnamed: z.int(),
  }),
})

export const WordFigures = Figures.extend({ words: z.string(), lastDay: Day })
export const wordSorts = [
  '-searches',
  '-zero',
  '-clicks',
  'clickShare',
  '-clickShare',
  'meanPosition',
  '-meanPosition',
  'words',
] as const

export const listSearchWords = operation({
  method: 'GET',
  path: '/search/words',
  summary: '热门词与无结果词',
  permission: 'search.tune',
  query: z.object({
    ...pageQuery,
    ...period,
    q: z.string().trim().max(100).optional(),
    only: z.enum(['zero', 'unclicked']).optional(),
    sort: z.enum(wordSorts).default('-searches'),
  }),
  reply: pageOf(WordFigures),
})

export const outcomes = ['synonym', 'content', 'nothing'] as const

export const WorkWord = z.object({
  words: z.string(),
  /** In the last ninety days. */
  zero: z.int(),
  searches: z.int(),
  firstDay: Day,
  lastDay: Day,
  settled: z
    .object({ outcome: z.enum(outcomes), note: z.string(), returnsOn: Day, changedAt: Instant, changedBy: z.string() })
    .nullable(),
  /** It was seen to, and went on finding nothing. */
  isBack: z.boolean(),
})
export type WorkWord = z.output<typeof WorkWord>

export const workSorts = ['-zero', '-lastDay', 'words', '-settledAt'] as const

export const listWorkWords = operation({
  method: 'GET',
  path: '/search/worklist',
  summary: '无结果词待办',
  permission: 'search.tune',
  query: z.object({
    ...pageQuery,
    q: z.string().trim().max(100).optional(),
    state: z.enum(['open', 'back', 'settled']).default('open'),
    outcome: z.enum(outcomes).optional(),
    sort: z.enum(workSorts).default('-zero'),
  }),
  reply: pageOf(WorkWord).extend({ mayChange: z.boolean() }),
})

const words = z.string().trim().min(1).max(200)

export const settleWord = operation({
  method: 'PUT',
  path: '/search/worklist',
  summary: '办结无结果词',
  permission: 'search.tune',
  body: z.strictObject({
    words,
    outcome: z.enum(outcomes),
    note: Note.default(''),
    /** It comes back when it finds nothing on this day or later. */
    returnsOn: Day,
  }),
  reply: Done,
})

export const reopenWord = operation({
  method: 'DELETE',
  path: '/search/worklist',
  summary: '撤销办结无结果词',
  permission: 'search.tune',
  body: z.strictObject({ words }),
  reply: Done,
})
