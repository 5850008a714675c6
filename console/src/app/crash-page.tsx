import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Panel } from '../components/panel.tsx'

/** A page that threw. After an update of the server old page files are gone: then only reloading helps. */
export function CrashPage({ error, reset }: { error: Error; reset: () => void }) {
  const { t } = useTranslation('shell')
  const { t: common } = useTranslation()
  const isOutdated = /dynamically imported module|Importing a module|preload/i.test(error.message)
  return (
    <>
      <PageHead title={isOutdated ? t('newVersion') : t('crashedTitle')} />
      <Panel>
        <EmptyState
          title={isOutdated ? t('newVersion') : t('crashedLead')}
          advice={isOutdated ? undefined : error.message}
          action={
            <Button type="primary" onClick={() => (isOutdated ? location.reload() : reset())}>
              {isOutdated ? common('refresh') : common('retry')}
            </Button>
          }
        />
      </Panel>
    </>
  )
}
