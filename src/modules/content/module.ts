import type { Module } from '../../kernel/module.ts'
import { jobs } from './jobs.ts'
import { contentLabels } from './labels.ts'
import { documents } from './migrations/001-documents.ts'
import { listSpeed } from './migrations/002-list-speed.ts'
import { batches } from './migrations/030-batches.ts'
import { titles } from './migrations/031-titles.ts'
import { routes } from './routes.ts'

export const contentModule: Module = {
  name: 'content',
  migrations: [documents, listSpeed, batches, titles],
  labels: contentLabels,
  routes,
  subscriptions: jobs,
}
