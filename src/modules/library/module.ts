import type { Module } from '../../kernel/module.ts'
import { jobs } from './jobs.ts'
import { libraryLabels } from './labels.ts'
import { items } from './migrations/001-items.ts'

export const libraryModule: Module = {
  name: 'library',
  migrations: [items],
  labels: libraryLabels,
  subscriptions: jobs,
}
