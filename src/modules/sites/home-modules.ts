import { z } from 'zod'
import { Code, LinkUrl } from './contract.ts'

const title = z.string().trim().min(1).max(30)
const text = (max: number) => z.string().trim().min(1).max(max)
/** Name of an icon of the theme's sheet. */
export const IconName = z.string().regex(/^[a-z0-9-]{1,40}$/)
const count = z.int().min(1).max(30)

const common = {
  /** Target of links such as #affairs. */
  id: Code.optional(),
  title: title.optional(),
}
const iconLink = z.strictObject({ icon: IconName, title, url: LinkUrl, text: text(100).optional() })

/** Modules that stand inside a column or a band; names as in the portal's page model. */
const block = [
  z.strictObject({ ...common, type: z.literal('feed'), channelCode: Code, count, hasLead: z.boolean().optional() }),
  z.strictObject({ ...common, type: z.literal('documents'), channelCode: Code, count }),
  /** Groups come from the setting home.lifeEvents. */
  z.strictObject({ ...common, type: z.literal('services') }),
  /** Sites right below this one. */
  z.strictObject({
    ...common,
    type: z.literal('places'),
    kinds: z.array(z.enum(['portal', 'department', 'subportal'])).optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('figures'),
    figures: z.array(z.strictObject({ label: text(30), value: text(30), unit: text(10).optional() })).max(12),
    note: text(200).optional(),
  }),
  z.strictObject({ ...common, type: z.literal('acts'), items: z.array(iconLink).max(12) }),
  z.strictObject({
    ...common,
    type: z.literal('table'),
    caption: text(60),
    columns: z.array(text(20)).min(1).max(8),
    rows: z
      .array(z.strictObject({ title: text(60), url: LinkUrl.optional(), cells: z.array(z.string().max(100)) }))
      .max(50),
    note: text(200).optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal('text'),
    paragraphs: z.array(text(500)).max(10),
    points: z.array(text(200)).max(20).optional(),
  }),
  /** Rows come from the register; further ones may be given. */
  z.strictObject({
    ...common,
    type: z.literal('contact'),
    rows: z
      .array(z.strictObject({ label: text(20), text: text(100), url: LinkUrl.optional() }))
      .max(10)
      .optional(),
  }),
  /** Responsible persons of the owner, or of the operator: a village's cadres run the page its township owns. */
  z.strictObject({
    ...common,
    type: z.literal('people'),
    of: z.enum(['owner', 'operator']).optional(),
    count: count.optional(),
    note: text(200).optional(),
  }),
  /** 村务公开: what is due when; the newest item of the channel says whether it came. */
  z.strictObject({
    ...common,
    type: z.literal('affairs'),
    caption: text(60),
    items: z
      .array(z.strictObject({ title, channelCode: Code, rhythm: text(20), days: z.int().min(1).max(3660).optional() }))
      .max(20),
  }),
] as const

export const BlockModule = z.discriminatedUnion('type', block)

export const HomeModule = z.discriminatedUnion('type', [
  ...block,
  /** Head of the page; its links come from home.hotLinks. */
  z.strictObject({
    type: z.literal('hero'),
    heading: text(40).optional(),
    intro: text(200).optional(),
    hotTitle: title.optional(),
  }),
  z.strictObject({ type: z.literal('tiles'), label: text(30).optional(), items: z.array(iconLink).min(1).max(12) }),
  /** The newest item of the channel, if it is recent. */
  z.strictObject({ ...common, type: z.literal('notice'), channelCode: Code, days: z.int().min(1).max(365).optional() }),
  z.strictObject({
    type: z.literal('columns'),
    layout: z.enum(['equal', 'wide-start']),
    columns: z.array(z.array(BlockModule).max(8)).min(2).max(4),
  }),
  z.strictObject({ type: z.literal('band'), modules: z.array(BlockModule).min(1).max(6) }),
])

export type HomeModuleSetting = z.output<typeof HomeModule>
export type BlockModuleSetting = z.output<typeof BlockModule>
