import type { Module } from '../../kernel/module.ts'
import { jobs, recurring, subscriptions } from './jobs.ts'
import { identityLabels } from './labels.ts'
import { accounts } from './migrations/001-accounts.ts'
import { walls } from './migrations/002-walls.ts'
import { routes } from './routes.ts'
import type { Ports } from './scopes.ts'

/** Sites stand above identity; whoever lists the modules passes in how a site is found. */
export const createIdentityModule = (ports: Ports): Module => ({
  name: 'identity',
  migrations: [accounts, walls],
  labels: identityLabels,
  routes: routes(ports),
  jobs,
  recurring,
  subscriptions: subscriptions(ports),
})

export const identityModule = createIdentityModule({ findSite: async () => null })
