import { batchesPages } from '../pages/batches/routes.tsx'
import { channelsPages } from '../pages/channels/routes.tsx'
import { contentPages } from '../pages/content/routes.tsx'
import { organisationsPages } from '../pages/organisations/routes.tsx'
import { accountsPages } from '../pages/accounts/routes.tsx'
import { securityPages } from '../pages/security/routes.tsx'
import { pageChangesPages } from '../pages/page-changes/routes.tsx'
import { auditPages } from '../pages/audit/routes.tsx'
import { importsPages } from '../pages/imports/routes.tsx'
import { searchPages } from '../pages/search/routes.tsx'
import { sitesPages } from '../pages/sites/routes.tsx'
import { templatesPages } from '../pages/templates/routes.tsx'
import type { PageModule } from './page-module.ts'

/** Every module with pages, one import and one line each; order in the rail is the entry's `order`. */
export const pageModules: readonly PageModule[] = [
  contentPages,
  batchesPages,
  sitesPages,
  importsPages,
  auditPages,
  pageChangesPages,
  accountsPages,
  securityPages,
  organisationsPages,
  channelsPages,
  searchPages,
  templatesPages,
]
