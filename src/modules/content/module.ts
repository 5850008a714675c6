import type { Module } from '../../kernel/module.ts'
import { jobs, ownJobs, recurring } from './jobs.ts'
import { contentLabels } from './labels.ts'
import { documents } from './migrations/001-documents.ts'
import { listSpeed } from './migrations/002-list-speed.ts'
import { batches } from './migrations/030-batches.ts'
import { titles } from './migrations/031-titles.ts'
import { kinds } from './migrations/040-kinds.ts'
import { rareViews } from './migrations/050-rare-views.ts'
import { partialUploads } from './migrations/060-partial-uploads.ts'
import { titleFacts } from './migrations/070-title-facts.ts'
import { titleDates } from './migrations/071-title-dates.ts'
import { releasedSites } from './migrations/072-released-sites.ts'
import { routes } from './routes.ts'

export const contentModule: Module = {
  name: 'content',
  migrations: [
    documents,
    listSpeed,
    batches,
    titles,
    kinds,
    rareViews,
    partialUploads,
    titleFacts,
    titleDates,
    releasedSites,
  ],
  labels: contentLabels,
  routes,
  jobs: ownJobs,
  subscriptions: jobs,
  recurring,
}
