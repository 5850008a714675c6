import type { Module } from '../../kernel/module.ts'
import { runs } from './migrations/001-runs.ts'

export const migrationModule: Module = {
  name: 'migration',
  migrations: [runs],
  labels: { 'zh-CN': {}, en: {} },
}
