import { useTranslation } from 'react-i18next'
import type { outcomes } from '../../../../src/modules/search/contract.ts'

export type Outcome = (typeof outcomes)[number]

/** What was done about a word. */
export function useOutcomes(): (outcome: Outcome) => string {
  const { t } = useTranslation('search')
  return (outcome) =>
    ({ synonym: t('outcomeSynonym'), content: t('outcomeContent'), nothing: t('outcomeNothing') })[outcome]
}
