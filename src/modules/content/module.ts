import type { Module } from '../../kernel/module.ts'
import { documents } from './migrations/001-documents.ts'

export const contentModule: Module = {
  name: 'content',
  migrations: [documents],
  labels: { 'zh-CN': {}, en: {} },
}
