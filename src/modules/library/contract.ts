import { z } from 'zod'
import { Done, Instant, operation, pageOf, pageQuery, queryFlag } from '../../kernel/contract.ts'
import { TemplateRow } from '../sites/contract.ts'
import { ChangeKind, PageChange, PageLink, ReceiptDetail, ShownKind } from './contract-parts.ts'

export * from './contract-parts.ts'

const shownQuery = {
  kind: ShownKind,
  /** Of an item or a channel; a template as government/page-list; a setting's key. */
  id: z.string().min(1).max(200),
  /** For a setting: whose value it is. */
  siteId: z.uuid().optional(),
}

/** Which kept pages show a thing: what a change of it would touch, found by look-up. */
export const getShownBy = operation({
  method: 'GET',
  path: '/shown-by',
  summary: '谁在展示：哪些网站的哪些页面用到它',
  permission: 'session',
  query: z.object(shownQuery),
  reply: z.object({
    /** No portal keeps pages on this machine: nothing can be said. */
    isKnown: z.boolean(),
    /** Pages; a reader's choices (large type, high contrast) make pages of their own. */
    total: z.int(),
    sites: z.int(),
    /** It stands in the navigation, so every page of its site shows it. */
    isInNav: z.boolean(),
    /** The first of them, each address once. */
    pages: z.array(PageLink),
  }),
})

export const listShownSites = operation({
  method: 'GET',
  path: '/shown-by/sites',
  summary: '谁在展示：用到它的网站，页面多的在前',
  permission: 'session',
  query: z.object({ ...shownQuery, ...pageQuery }),
  reply: pageOf(z.object({ siteId: z.string(), siteName: z.string(), pages: z.int() })).extend({
    /** No portal keeps pages on this machine: nothing can be said. */
    isKnown: z.boolean(),
    /** On all sites. */
    pages: z.int(),
    /** It stands in the navigation, so every page of its site shows it. */
    isInNav: z.boolean(),
  }),
})

export const listShownPages = operation({
  method: 'GET',
  path: '/shown-by/pages',
  summary: '谁在展示：一个网站上用到它的页面，每个地址一次',
  permission: 'session',
  query: z.object({ ...shownQuery, ...pageQuery, onSite: z.uuid() }),
  reply: pageOf(PageLink).extend({ siteName: z.string() }),
})

/** The templates of all looks, with what pages are made of them. */
export const listTemplateUse = operation({
  method: 'GET',
  path: '/template-use',
  summary: '页面模板的使用情况',
  permission: 'template.manage',
  reply: z.array(
    TemplateRow.pick({
      theme: true,
      name: true,
      isShipped: true,
      isReplaced: true,
      since: true,
      note: true,
      fault: true,
    }).extend({
      /** Looks, each with the kinds of page that can come to use it. */
      serves: z.array(z.object({ look: z.string(), kinds: z.array(z.string()) })),
      /** Kept pages; null where no portal keeps pages on this machine. */
      pages: z.int().nullable(),
    }),
  ),
})

const byNumber = z.object({ number: z.string().regex(/^\d{1,19}$/) })

/** What changes did to kept pages, the newest first; kept for thirty days. */
export const listPageChanges = operation({
  method: 'GET',
  path: '/page-changes',
  summary: '页面更新记录',
  permission: 'pages.watch',
  query: z.object({
    ...pageQuery,
    kind: ChangeKind.optional(),
    /** Only changes that touched so many pages that they wait in a lane of their own, or only the others. */
    isBulk: queryFlag.optional(),
    /** Only changes whose pages still wait. */
    isRunning: queryFlag.optional(),
    siteId: z.uuid().optional(),
    from: Instant.optional(),
    until: Instant.optional(),
  }),
  reply: pageOf(PageChange),
})

export const getPageChange = operation({
  method: 'GET',
  path: '/page-changes/{number}',
  summary: '一次页面更新，含页面清单',
  permission: 'pages.watch',
  params: byNumber,
  reply: ReceiptDetail.extend(PageChange.shape),
})

/** Pages that are not made yet are then made when somebody asks for them; nothing is lost. */
export const cancelPageChange = operation({
  method: 'POST',
  path: '/page-changes/{number}/cancel',
  summary: '停止批量页面更新',
  permission: 'pages.cancel',
  params: byNumber,
  reply: Done,
})

const Spread = z.object({ median: z.int(), p95: z.int(), max: z.int() })

/** How far changes of each kind reach, and how long it takes until their last page is fresh. */
export const getFanOut = operation({
  method: 'GET',
  path: '/page-fan-out',
  summary: '各类改动的影响面和更新用时',
  permission: 'pages.watch',
  query: z.object({ days: z.coerce.number().int().min(1).max(30).default(1) }),
  reply: z.object({
    since: Instant,
    kinds: z.array(z.object({ kind: ChangeKind, changes: z.int(), pages: Spread, tookMs: Spread.nullable() })),
  }),
})

/** The page store of this machine, and what the portal of this process has done since it started. */
export const getPageStore = operation({
  method: 'GET',
  path: '/page-store',
  summary: '页面缓存的用量和命中',
  permission: 'pages.watch',
  reply: z.object({
    /** Null where no portal keeps pages on this machine. */
    store: z
      .object({
        pages: z.int(),
        bytes: z.int(),
        limitBytes: z.int(),
        fileBytes: z.int(),
        /** Stale pages that were made anew, and how many of them came out the same. */
        remade: z.int(),
        unchanged: z.int(),
      })
      .nullable(),
    /** Null where the portal runs in another process. */
    serving: z.object({ hits: z.int(), made: z.int(), marked: z.int() }).nullable(),
  }),
})
