import type { Module } from '../../kernel/module.ts'
import { vocabularyLabels } from './labels.ts'
import { schemes } from './migrations/001-schemes.ts'
import { standards } from './migrations/002-standards.ts'
import { changes } from './migrations/010-changes.ts'
import { ageing } from './migrations/020-ageing.ts'
import { interpretation } from './migrations/021-interpretation.ts'
import { vocabularyRoutes } from './routes.ts'

export const vocabularyModule: Module = {
  name: 'vocabulary',
  migrations: [schemes, standards, changes, ageing, interpretation],
  labels: vocabularyLabels,
  routes: vocabularyRoutes,
}
