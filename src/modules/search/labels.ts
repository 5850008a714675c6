import { labels } from '../../kernel/i18n.ts'

export const searchLabels = labels({
  'zh-CN': {},
  en: {},
})
