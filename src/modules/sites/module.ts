import type { Module } from '../../kernel/module.ts'
import { sitesSubscriptions } from './jobs.ts'
import { sitesLabels } from './labels.ts'
import { register } from './migrations/001-register.ts'
import { domainRules } from './migrations/002-domain-rules.ts'
import { wall } from './migrations/003-wall.ts'
import { formerPaths } from './migrations/004-former-paths.ts'
import { changes } from './migrations/010-changes.ts'
import { plannedSettings } from './migrations/030-planned-settings.ts'
import { templates } from './migrations/040-templates.ts'
import { search } from './migrations/050-search.ts'
import { ownLimits } from './migrations/060-own-limits.ts'
import { history } from './migrations/020-history.ts'
import { views } from './migrations/900-views.ts'
import { sitesRoutes } from './routes.ts'

export const sitesModule: Module = {
  name: 'sites',
  migrations: [
    register,
    domainRules,
    wall,
    formerPaths,
    views,
    changes,
    history,
    plannedSettings,
    templates,
    search,
    ownLimits,
  ],
  labels: sitesLabels,
  routes: sitesRoutes,
  subscriptions: sitesSubscriptions,
}
