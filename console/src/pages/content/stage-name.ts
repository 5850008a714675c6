import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** What a review stage is called: of one 审核, of two 初审 and 终审, of three also 复审. */
export function useStageName(): (stage: number, stages: number) => string {
  const { t } = useTranslation('content')
  return useCallback(
    (stage: number, stages: number) => {
      if (stages <= 1) return t('stageOnly')
      if (stage <= 1) return t('stageFirst')
      return stage >= stages ? t('stageLast') : t('stageMiddle')
    },
    [t],
  )
}
