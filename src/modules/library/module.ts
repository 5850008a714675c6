import type { Module } from '../../kernel/module.ts'
import { jobs, ownJobs, recurring } from './jobs.ts'
import { libraryLabels } from './labels.ts'
import { items } from './migrations/001-items.ts'
import { addresses } from './migrations/002-addresses.ts'
import { changes } from './migrations/010-changes.ts'
import { cuts } from './migrations/011-cuts.ts'
import { routes } from './routes.ts'
import { history } from './migrations/020-history.ts'
import { schedules } from './migrations/030-schedules.ts'
import { onePlacement } from './migrations/040-one-placement.ts'
import { search } from './migrations/040-search.ts'
import { interpretations } from './migrations/050-interpretations.ts'
import { manyPlacements } from './migrations/060-many-placements.ts'
import { calledOff } from './migrations/070-called-off.ts'

export const libraryModule: Module = {
  name: 'library',
  migrations: [
    items,
    addresses,
    changes,
    cuts,
    history,
    schedules,
    onePlacement,
    search,
    interpretations,
    manyPlacements,
    calledOff,
  ],
  labels: libraryLabels,
  routes,
  subscriptions: jobs,
  jobs: ownJobs,
  recurring,
}
