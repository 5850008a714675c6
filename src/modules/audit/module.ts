import type { Module } from '../../kernel/module.ts'
import { auditLabels } from './labels.ts'
import { entries } from './migrations/001-entries.ts'
import { organisationIndex } from './migrations/002-organisation-index.ts'
import { appendOne } from './migrations/003-append-one.ts'
import { appendMany } from './migrations/004-append-many.ts'
import { routes } from './routes.ts'

export const auditModule: Module = {
  name: 'audit',
  migrations: [entries, organisationIndex, appendOne, appendMany],
  labels: auditLabels,
  routes,
}
