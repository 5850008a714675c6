import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
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
