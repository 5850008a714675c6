import type { Module } from '../../kernel/module.ts'
import { register } from './migrations/001-register.ts'

export const sitesModule: Module = {
  name: 'sites',
  migrations: [register],
  labels: { 'zh-CN': {}, en: {} },
}
