import type { Labels } from './kernel/i18n.ts'
import { kernelLabels } from './kernel/i18n.ts'
import type { JobHandler, Recurring, Subscription } from './kernel/jobs.ts'
import type { Migration, Module } from './kernel/module.ts'
import { auditModule } from './modules/audit/module.ts'
import { contentModule } from './modules/content/module.ts'
import { identityModule } from './modules/identity/module.ts'
import { libraryModule } from './modules/library/module.ts'
import { migrationModule } from './modules/migration/module.ts'
import { organisationsModule } from './modules/organisations/module.ts'
import { previewsModule } from './modules/previews/module.ts'
import { searchModule } from './modules/search/module.ts'
import { sitesModule } from './modules/sites/module.ts'
import { vocabularyModule } from './modules/vocabulary/module.ts'

/** Every module, lowest tier first: migrations run in this order. */
export const modules: readonly Module[] = [
  organisationsModule,
  identityModule,
  auditModule,
  vocabularyModule,
  sitesModule,
  libraryModule,
  contentModule,
  migrationModule,
  previewsModule,
  searchModule,
]

export const migrations: readonly Migration[] = modules.flatMap((module) => module.migrations)
export const allLabels: readonly Labels[] = [kernelLabels, ...modules.map((module) => module.labels)]
export const subscriptions: readonly Subscription[] = modules.flatMap((module) => module.subscriptions ?? [])
export const jobHandlers: readonly JobHandler[] = [...modules.flatMap((module) => module.jobs ?? []), ...subscriptions]
export const recurring: readonly Recurring[] = modules.flatMap((module) => module.recurring ?? [])
