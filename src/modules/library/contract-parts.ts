import { z } from 'zod'
import { Instant } from '../../kernel/contract.ts'

/** What was changed, as people call it. */
export const ChangeKind = z.enum([
  'item',
  'channel',
  'setting',
  'template',
  'site',
  'organisation',
  'vocabulary',
  'paging',
  'other',
])

export const ReceiptState = z.enum(['running', 'done', 'cancelled', 'interrupted'])

/** A page of a portal, with its full address. */
export const PageLink = z.object({ siteId: z.string(), siteName: z.string(), url: z.string() })

/** What became of one change: the kept pages that it touched, and when the last of them was fresh again. */
export const Receipt = z.object({
  number: z.string(),
  kind: ChangeKind,
  pages: z.int(),
  sites: z.int(),
  isBulk: z.boolean(),
  begunAt: Instant,
  /** Milliseconds until the last page was fresh; null while pages wait, or when they were not all made. */
  tookMs: z.int().nullable(),
  state: ReceiptState,
  progress: z.int(),
  failed: z.int(),
  /** Somebody has asked to stop it. */
  isCancelWanted: z.boolean(),
})

/** With the pages; of a bulk change only the first are listed. */
export const ReceiptDetail = Receipt.extend({ list: z.array(PageLink) })

/** A receipt as those see it who watch over all of them. */
export const PageChange = Receipt.extend({
  /** Of the first item it is about; empty where it is about none. */
  title: z.string(),
  items: z.int(),
  /** One of the sites it touched. */
  siteName: z.string(),
  mayCancel: z.boolean(),
})

export const ShownKind = z.enum(['item', 'channel', 'template', 'setting'])
