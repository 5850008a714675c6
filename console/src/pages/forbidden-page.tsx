import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'

/** In place of a page whose only purpose the person has no right to. */
export function ForbiddenPage() {
  const { t } = useTranslation('shell')
  return (
    <>
      <PageHead title={t('forbiddenTitle')} />
      <Panel>
        <EmptyState
          title={t('forbiddenLead')}
          advice={t('forbiddenAdvice')}
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
