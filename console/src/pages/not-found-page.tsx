import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'

export function NotFoundPage() {
  const { t } = useTranslation('shell')
  return (
    <>
      <PageHead title={t('notFoundTitle')} />
      <Panel>
        <EmptyState
          title={t('notFoundLead')}
          action={
            <Link className="button" to="/">
              {t('notFoundHome')}
            </Link>
          }
        />
      </Panel>
    </>
  )
}
