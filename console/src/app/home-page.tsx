import { Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'
import { useSession } from './session.tsx'
import { useRail } from './use-rail.ts'

/** The start is the first thing in the rail, which is the inbox for whoever has one. */
export function HomePage() {
  const { t } = useTranslation('shell')
  const { account } = useSession()
  const first = useRail()[0]
  if (first) return <Navigate to={first.to} replace />
  return (
    <>
      <PageHead title={account.name} />
      <Panel>
        <EmptyState title={t('nothingAllowed')} />
      </Panel>
    </>
  )
}
