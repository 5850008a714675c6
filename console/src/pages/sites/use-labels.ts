import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

type Words = Readonly<Record<string, string>>

/** Words that a server module keeps in its labels.ts: `label('enum.siteLevel.city')`. */
export function useLabels(words: { 'zh-CN': Words; en: Words }): (key: string) => string {
  const { i18n } = useTranslation()
  const isEnglish = i18n.language === 'en'
  return useCallback(
    (key: string) => (isEnglish ? words.en[key] : undefined) ?? words['zh-CN'][key] ?? key.split('.').at(-1) ?? key,
    [isEnglish, words],
  )
}
