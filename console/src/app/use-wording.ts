import i18next from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** Words for a key that is data (`content:rail`), where the typed `t` cannot know it. */
export function useWording(): (key: string) => string {
  const { i18n } = useTranslation()
  const { language } = i18n
  return useCallback(
    (key: string) => {
      const [area = 'common', name = key] = key.split(':')
      const words: unknown = i18next.getResource(language, area, name) ?? i18next.getResource('zh-CN', area, name)
      return typeof words === 'string' ? words : key
    },
    [language],
  )
}
