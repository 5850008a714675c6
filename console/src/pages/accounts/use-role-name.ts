import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { useLabels } from '../sites/use-labels.ts'

/** A role in words, a reviewer with the stage. */
export function useRoleName(): (role: string, stage?: number | null) => string {
  const { t } = useTranslation('accounts')
  const label = useLabels(identityLabels)
  return useCallback(
    (role, stage = null) => {
      const name = label(`role.${role}`)
      return stage === null ? name : t('roleAtStage', { role: name, stage })
    },
    [label, t],
  )
}
