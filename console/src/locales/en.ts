import { common } from './en/common.ts'
import { components } from './en/components.ts'
import { content } from './en/content.ts'
import { editor } from './en/editor.ts'
import { shell } from './en/shell.ts'
import { sites } from './en/sites.ts'
import { imports } from './en/imports.ts'
import { audit } from './en/audit.ts'
import { auditFields } from './en/audit-fields.ts'
import { accounts } from './en/accounts.ts'
import { organisations } from './en/organisations.ts'
import { channels } from './en/channels.ts'
import { batches } from './en/batches.ts'
import { pageChanges } from './en/page-changes.ts'
import { previews } from './en/previews.ts'
import { search } from './en/search.ts'
import { templateNames } from './en/template-names.ts'
import { templates } from './en/templates.ts'
import type { Locale } from './locale.ts'

export const en: Locale = {
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
