import type { Module } from '../../kernel/module.ts'
import { jobs } from './jobs.ts'
import { libraryLabels } from './labels.ts'
import { items } from './migrations/001-items.ts'
import { addresses } from './migrations/002-addresses.ts'
import { changes } from './migrations/010-changes.ts'
import { cuts } from './migrations/011-cuts.ts'
import { schedules } from './migrations/030-schedules.ts'

export const libraryModule: Module = {
  name: 'library',
  migrations: [items, addresses, changes, cuts, schedules],
  labels: libraryLabels,
  subscriptions: jobs,
}
