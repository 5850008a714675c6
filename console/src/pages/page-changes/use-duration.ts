import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

const MINUTE = 60_000

/** Milliseconds in words: 0.4 秒, 12 秒, 3 分 20 秒. */
export function useDuration(): (ms: number) => string {
  const { t } = useTranslation('pageChanges')
  return useCallback(
    (ms) => {
      if (ms >= MINUTE) {
        return t('minutes', { minutes: Math.floor(ms / MINUTE), seconds: Math.round((ms % MINUTE) / 1_000) })
      }
      return t('seconds', { seconds: ms < 10_000 ? Math.max(0.1, ms / 1_000).toFixed(1) : Math.round(ms / 1_000) })
    },
    [t],
  )
}
