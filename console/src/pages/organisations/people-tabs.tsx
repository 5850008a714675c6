import { useTranslation } from 'react-i18next'
import { useCan } from '../../app/session.tsx'
import { Tabs } from '../../components/tabs.tsx'

type Tab = 'organisations' | 'divisions' | 'accounts' | 'roles' | 'security'

/** The pages under 机构与人员. */
export function PeopleTabs({ current }: { current: Tab }) {
  const { t } = useTranslation('organisations')
  const can = useCan()
  const tabs: { name: Tab; to: string; label: string; needs?: readonly string[] }[] = [
    { name: 'organisations', to: '/organisations', label: t('organisations') },
    {
      name: 'accounts',
      to: '/organisations/accounts',
      label: t('accounts'),
      needs: ['account.manage', 'grant.manage', 'session.manage'],
    },
    { name: 'roles', to: '/organisations/roles', label: t('roles') },
    { name: 'divisions', to: '/organisations/divisions', label: t('divisions') },
    { name: 'security', to: '/organisations/security', label: t('rules'), needs: ['rule.manage'] },
  ]
  return (
    <div className="panel-tabs">
      <Tabs
        label={t('rail')}
        tabs={tabs
          .filter(({ needs }) => needs === undefined || needs.some(can))
          .map(({ name, to, label }) => ({ to, label, isCurrent: name === current }))}
      />
    </div>
  )
}
