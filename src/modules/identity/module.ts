import type { Module } from '../../kernel/module.ts'
import { jobs, recurring, subscriptions } from './jobs.ts'
import { identityLabels } from './labels.ts'
import { accounts } from './migrations/001-accounts.ts'
import { walls } from './migrations/002-walls.ts'
import { routes } from './routes.ts'

export const identityModule: Module = {
  name: 'identity',
  migrations: [accounts, walls],
  labels: identityLabels,
  routes,
  jobs,
  recurring,
  subscriptions,
}
