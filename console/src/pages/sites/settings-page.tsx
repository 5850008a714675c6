import { useTranslation } from 'react-i18next'
import { getSettings, listSettingDefinitions } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SettingsForm } from './settings-form.tsx'
import { SiteFrame, type SiteDetail } from './site-frame.tsx'

/** Every setting with where it comes from. */
export function SettingsPage() {
  return <SiteFrame tab="settings">{(site) => <Settings site={site} />}</SiteFrame>
}

function Settings({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const definitions = useOperation(listSettingDefinitions, {}, { staleFor: 600_000 })
  const settings = useOperation(getSettings, { params: { id: site.id }, query: {} }, { keepsPrevious: false })
  const problem = definitions.error ?? settings.error
  if (problem && (definitions.data === undefined || settings.data === undefined)) {
    return (
      <ProblemNotice
        problem={problem}
        onRetry={() => {
          void definitions.refetch()
          void settings.refetch()
        }}
      />
    )
  }
  if (definitions.data === undefined || settings.data === undefined) return <PageSkeleton />
  return (
    <div className="settings" aria-label={t('tabSettings')} role="region">
      <SettingsForm site={site} definitions={definitions.data} settings={settings.data} />
    </div>
  )
}
