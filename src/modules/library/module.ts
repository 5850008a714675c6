import type { Module } from '../../kernel/module.ts'
import { jobs } from './jobs.ts'
import { libraryLabels } from './labels.ts'
import { items } from './migrations/001-items.ts'
import { addresses } from './migrations/002-addresses.ts'
import { history } from './migrations/020-history.ts'

export const libraryModule: Module = {
  name: 'library',
  migrations: [items, addresses, history],
  labels: libraryLabels,
  subscriptions: jobs,
}
