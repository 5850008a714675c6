import { useTranslation } from 'react-i18next'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { ChangesPanel } from './changes-panel.tsx'
import { FanOutPanel } from './fan-out-panel.tsx'
import './page-changes.css'
import { RunningPanel } from './running-panel.tsx'
import { StorePanel } from './store-panel.tsx'

/** What changes do to the pages of the portals: what runs, what was, how far changes reach. */
export function PageChangesPage() {
  const { t } = useTranslation('pageChanges')
  return (
    <>
      <PageHead title={t('rail')} hint={t('lead')} />
      <div className="stack">
        <RunningPanel />
        <ChangesPanel />
        <FanOutPanel />
        <StorePanel />
      </div>
      <KeyLine />
    </>
  )
}
