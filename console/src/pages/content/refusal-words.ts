import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** Why one document of many was refused, where only the code is known. */
export function useRefusalWords(): (code: string) => string {
  const { t } = useTranslation('content')
  return useCallback(
    (code: string) => {
      switch (code) {
        case 'document-state':
          return t('refusedState')
        case 'review-needed':
          return t('refusedReview')
        case 'not-ready':
          return t('refusedReady')
        case 'own-text':
          return t('refusedOwn')
        case 'document-locked':
          return t('refusedLocked')
        case 'not-deletable':
          return t('refusedReleased')
        case 'channel-closed':
          return t('refusedChannel')
        case 'forbidden':
          return t('refusedRight')
        case 'not-found':
          return t('refusedGone')
        case 'version-conflict':
          return t('refusedStale')
        default:
          return t('refusedOther', { code })
      }
    },
    [t],
  )
}
