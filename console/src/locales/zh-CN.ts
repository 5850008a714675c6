/**
 * The source language. One file per area in zh-CN/, one line here and one in en.ts: the key is the namespace,
 * `useTranslation('content')`. Counted wording takes the suffix `_other`; English adds `_one`.
 */
import { common } from './zh-CN/common.ts'
import { components } from './zh-CN/components.ts'
import { content } from './zh-CN/content.ts'
import { editor } from './zh-CN/editor.ts'
import { shell } from './zh-CN/shell.ts'
import { sites } from './zh-CN/sites.ts'
import { imports } from './zh-CN/imports.ts'
import { audit } from './zh-CN/audit.ts'
import { auditFields } from './zh-CN/audit-fields.ts'
import { accounts } from './zh-CN/accounts.ts'
import { organisations } from './zh-CN/organisations.ts'
import { channels } from './zh-CN/channels.ts'
import { batches } from './zh-CN/batches.ts'
import { pageChanges } from './zh-CN/page-changes.ts'
import { previews } from './zh-CN/previews.ts'
import { search } from './zh-CN/search.ts'
import { templateNames } from './zh-CN/template-names.ts'
import { templates } from './zh-CN/templates.ts'

export const zhCN = {
  common,
  components,
  content,
  editor,
  shell,
  sites,
  imports,
  audit,
  auditFields,
  accounts,
  organisations,
  channels,
  batches,
  pageChanges,
  previews,
  search,
  templateNames,
  templates,
}
