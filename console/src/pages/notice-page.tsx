import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'

/** In place of a page that is not there, or of no use to this person. */
export function NoticePage({ title, lead, advice }: { title: string; lead: string; advice?: string }) {
  const { t } = useTranslation('shell')
  return (
    <>
      <PageHead title={title} />
      <Panel>
        <EmptyState
          title={lead}
          advice={advice}
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
