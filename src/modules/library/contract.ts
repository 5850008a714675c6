import { z } from 'zod'
import { operation } from '../../kernel/contract.ts'
import { PageLink, ShownKind } from './contract-parts.ts'

export * from './contract-parts.ts'

/** Which kept pages show a thing: what a change of it would touch, found by look-up. */
export const getShownBy = operation({
  method: 'GET',
  path: '/shown-by',
  summary: '谁在展示：哪些网站的哪些页面用到它',
  permission: 'session',
  query: z.object({
    kind: ShownKind,
    /** Of an item or a channel; a template as government/page-list; a setting's key. */
    id: z.string().min(1).max(200),
    /** For a setting: whose value it is. */
    siteId: z.uuid().optional(),
  }),
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
