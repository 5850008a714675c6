import type { Module } from '../../kernel/module.ts'
import { schemes } from './migrations/001-schemes.ts'

export const vocabularyModule: Module = {
  name: 'vocabulary',
  migrations: [schemes],
  labels: { 'zh-CN': {}, en: {} },
}
