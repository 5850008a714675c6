import { useTranslation } from 'react-i18next'
import { PERIODS } from './period.ts'

/** The periods to choose from, but for the usual one. */
export function usePeriods() {
  const { t } = useTranslation('search')
  return PERIODS.filter((days) => days !== 30).map((days) => ({
    value: String(days),
    label: t('lastDays', { count: days }),
  }))
}
