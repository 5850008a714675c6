import { labels } from '../../kernel/i18n.ts'

export const searchLabels = labels({
  'zh-CN': {
    'problem.search-unavailable': '搜索暂时不能使用，请稍后再试。',
  },
  en: {
    'problem.search-unavailable': 'Search is out of service for the moment; please try again later.',
  },
})
