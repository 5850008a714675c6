import { z } from 'zod'
import { Done, Instant, operation } from '../../kernel/contract.ts'

/** How long a link may be good: five minutes to seven days. */
export const GOOD_FOR_MINUTES = { least: 5, most: 7 * 24 * 60 } as const

export const createPreview = operation({
  method: 'POST',
  path: '/previews',
  summary: '生成时间机器预览链接',
  permission: 'document.read',
  body: z.strictObject({
    siteId: z.uuid(),
    /** Address on the site's host, with the base path of a sub-portal; a query string may follow. */
    path: z
      .string()
      .max(600)
      .regex(/^\/(?![/\\])[^\s\\#]*$/u)
      .optional(),
    /** Instead of a path: the page of this item, wherever it stood on the site at that instant. Neither: the home page. */
    itemId: z.uuid().optional(),
    /** The instant to look at: past, or future. */
    at: Instant,
    expiresInMinutes: z.int().min(GOOD_FOR_MINUTES.least).max(GOOD_FOR_MINUTES.most).default(1440),
  }),
  reply: z.object({
    /** Opens on this host only. */
    host: z.string(),
    /** Path of the link on the host. */
    link: z.string(),
    at: Instant,
    expiresAt: Instant,
    /** Since when what is overwritten is kept: an earlier instant shows what was there when keeping began. */
    keptSince: Instant,
  }),
})

export const endPreviews = operation({
  method: 'DELETE',
  path: '/previews',
  summary: '使全部预览链接失效',
  permission: 'session.manage',
  reply: Done,
})
