import type { Module } from '../../kernel/module.ts'
import { register } from './migrations/001-register.ts'
import { views } from './migrations/900-views.ts'

export const sitesModule: Module = {
  name: 'sites',
  migrations: [register, views],
  labels: { 'zh-CN': {}, en: {} },
}
