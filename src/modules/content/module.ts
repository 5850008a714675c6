import type { Module } from '../../kernel/module.ts'
import { jobs } from './jobs.ts'
import { contentLabels } from './labels.ts'
import { documents } from './migrations/001-documents.ts'
import { routes } from './routes.ts'

export const contentModule: Module = {
  name: 'content',
  migrations: [documents],
  labels: contentLabels,
  routes,
  subscriptions: jobs,
}
