import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ViewName } from './document-views.ts'

export function useViewNames(): Readonly<Record<ViewName, string>> {
  const { t } = useTranslation('content')
  return useMemo(
    () => ({
      all: t('viewAll'),
      mine: t('viewMine'),
      draft: t('viewDraft'),
      submitted: t('viewSubmitted'),
      returned: t('viewReturned'),
      approved: t('viewApproved'),
      scheduled: t('viewScheduled'),
      released: t('viewReleased'),
      withdrawn: t('viewWithdrawn'),
      bin: t('viewBin'),
    }),
    [t],
  )
}
