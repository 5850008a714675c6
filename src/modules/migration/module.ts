import type { Module } from '../../kernel/module.ts'
import { runImportJob } from './jobs.ts'
import { migrationLabels } from './labels.ts'
import { runs } from './migrations/001-runs.ts'
import { ahead } from './migrations/002-ahead.ts'
import { said } from './migrations/003-said.ts'
import { routes } from './routes.ts'

export const migrationModule: Module = {
  name: 'migration',
  migrations: [runs, ahead, said],
  labels: migrationLabels,
  routes,
  jobs: [runImportJob],
}
