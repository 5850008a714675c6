import type { Module } from '../../kernel/module.ts'
import { searchLabels } from './labels.ts'
import { searchMigrations } from './migrations/index.ts'
import { routes } from './routes.ts'

export const searchModule: Module = {
  name: 'search',
  migrations: searchMigrations,
  labels: searchLabels,
  routes,
}
