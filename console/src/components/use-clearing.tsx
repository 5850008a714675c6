import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

/** The cross that empties a choice, named in the reader's language: `allowClear={useClearing()}`. */
export function useClearing() {
  const { t } = useTranslation('components')
  return { clearIcon: <Icon name="x" />, label: t('clearChoice') }
}
