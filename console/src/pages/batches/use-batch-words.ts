import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { contentLabels } from '../../../../src/modules/content/labels.ts'
import { libraryLabels } from '../../../../src/modules/library/labels.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useRefusalWords } from '../content/refusal-words.ts'
import type { BatchRow } from './types.ts'

/** “12 篇稿件、2 次撤下、1 项设置”. */
export function useContents(): (counts: BatchRow['counts']) => string {
  const { t } = useTranslation('batches')
  return useCallback(
    ({ publish, withdraw, setting }) => {
      const parts = [
        publish > 0 && t('countPublish', { count: publish }),
        withdraw > 0 && t('countWithdraw', { count: withdraw }),
        setting > 0 && t('countSetting', { count: setting }),
      ].filter((part) => part !== false)
      return parts.length === 0 ? t('nothingYet') : parts.join(t('and'))
    },
    [t],
  )
}

/** The server tells a fault in Chinese; other readers get the words of its code. */
export function useFaultWords(): (fault: { code: string; text: string }) => string {
  const { i18n } = useTranslation()
  const refusal = useRefusalWords()
  const isEnglish = i18n.language === 'en'
  return useCallback(
    ({ code, text }) => {
      if (!isEnglish) return text
      const words: Readonly<Record<string, string>> = { ...sitesLabels.en, ...libraryLabels.en, ...contentLabels.en }
      const found = words[`problem.${code}`]
      return found === undefined || found.includes('{') ? refusal(code) : found
    },
    [isEnglish, refusal],
  )
}
