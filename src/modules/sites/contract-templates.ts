import { z } from 'zod'
import { Instant, operation } from '../../kernel/contract.ts'
import { line } from './contract-parts.ts'

/** Characters of one template. */
export const TEMPLATE_LIMIT = 200_000
/** Templates of operators in force at one time. */
export const MOST_TEMPLATES = 300

/** `base` holds for every site; a look's own template wins over it. */
export const TemplateTheme = z.enum(['base', 'government', 'department', 'village'])
/** As `page-list` or `parts/nav`; in an address the slash is written %2F. */
export const TemplateName = z
  .string()
  .max(80)
  .regex(/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)?$/)
const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const params = z.object({ theme: TemplateTheme, name: TemplateName })

export const TemplateRow = z.object({
  theme: TemplateTheme,
  name: z.string(),
  isShipped: z.boolean(),
  /** An operator's own stands in its place. */
  isReplaced: z.boolean(),
  /** Of the source that holds. */
  digest: z.string(),
  characters: z.int(),
  /** Of the operator's own: since when, by whom, why. */
  since: Instant.nullable(),
  setBy: z.uuid().nullable(),
  note: z.string(),
  /** Why this release cannot use the operator's own and shows the shipped one. */
  fault: z.string().nullable(),
})

export const Template = TemplateRow.extend({
  source: z.string(),
  /** What came with the release; null for a template that an operator has added. */
  shippedSource: z.string().nullable(),
})

export const TemplateVersion = z.object({
  digest: z.string(),
  characters: z.int(),
  note: z.string(),
  setBy: z.uuid().nullable(),
  from: Instant,
  /** Null: it holds. */
  to: Instant.nullable(),
})

export const listTemplates = operation({
  method: 'GET',
  path: '/themes',
  summary: '页面模板列表',
  permission: 'template.manage',
  query: z.object({ theme: TemplateTheme.optional() }),
  reply: z.array(TemplateRow),
})

export const getTemplate = operation({
  method: 'GET',
  path: '/themes/{theme}/templates/{name}',
  summary: '页面模板（可看过去某一时刻）',
  permission: 'template.manage',
  params,
  query: z.object({ at: Instant.optional() }),
  reply: Template,
})

export const putTemplate = operation({
  method: 'PUT',
  path: '/themes/{theme}/templates/{name}',
  summary: '替换页面模板（先试排全部样页，有问题不保存）',
  permission: 'template.manage',
  params,
  body: z.strictObject({
    source: z.string().max(TEMPLATE_LIMIT),
    /** Why; stands in the history. */
    note: line(500).default(''),
    /** Digest as last seen, null for a template that is not there yet. */
    expectedDigest: Digest.nullable(),
  }),
  reply: Template,
})

export const resetTemplate = operation({
  method: 'DELETE',
  path: '/themes/{theme}/templates/{name}',
  summary: '恢复随系统发布的页面模板',
  permission: 'template.manage',
  params,
  query: z.object({ expectedDigest: Digest }),
  /** What holds now; null where the template was the operator's alone. */
  reply: z.object({ template: Template.nullable() }),
})

export const getTemplateHistory = operation({
  method: 'GET',
  path: '/themes/{theme}/templates/{name}/history',
  summary: '页面模板的历史',
  permission: 'template.manage',
  params,
  reply: z.array(TemplateVersion),
})
