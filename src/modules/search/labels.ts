import type { Labels } from '../../kernel/i18n.ts'

export const searchLabels: Labels = { 'zh-CN': {}, en: {} }
