import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { contentLabels } from '../../../../src/modules/content/labels.ts'

/** The server's own words for what is data: states, kinds, acts. */
export function useContentWords(): (key: string) => string {
  const { i18n } = useTranslation()
  const isEnglish = i18n.language === 'en'
  return useCallback(
    (key: string) => {
      const words: Readonly<Record<string, string>> = contentLabels[isEnglish ? 'en' : 'zh-CN']
      return words[key] ?? key
    },
    [isEnglish],
  )
}
