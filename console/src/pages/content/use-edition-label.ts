import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../components/time.ts'
import type { BriefEdition } from './types.ts'

type Labelled = Pick<BriefEdition, 'number' | 'createdAt' | 'submittedAt' | 'releasedAt'>

/** Such as v6, 2026-11-19 16:05, 已发布. */
export function useEditionLabel(): (edition: Labelled) => string {
  const { t } = useTranslation('content')
  return useCallback(
    ({ number, createdAt, submittedAt, releasedAt }: Labelled) => {
      const at = formatMoment(releasedAt ?? submittedAt ?? createdAt)
      const state =
        releasedAt !== null ? t('editionReleased') : submittedAt !== null ? t('editionSubmitted') : t('editionOpen')
      return [`v${number}`, at, state].join('\u3000')
    },
    [t],
  )
}
