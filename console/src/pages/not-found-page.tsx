import { useTranslation } from 'react-i18next'
import { NoticePage } from './notice-page.tsx'

export function NotFoundPage() {
  const { t } = useTranslation('shell')
  return <NoticePage title={t('notFoundTitle')} lead={t('notFoundLead')} />
}
