import { useTranslation } from 'react-i18next'
import { NoticePage } from './notice-page.tsx'

/** In place of a page whose only purpose the person has no right to. */
export function ForbiddenPage() {
  const { t } = useTranslation('shell')
  return <NoticePage title={t('forbiddenTitle')} lead={t('forbiddenLead')} advice={t('forbiddenAdvice')} />
}
