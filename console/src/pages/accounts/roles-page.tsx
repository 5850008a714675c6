import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listRoles } from '../../../../src/modules/identity/contract.ts'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { PeopleTabs } from '../organisations/people-tabs.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { clauseMark, listMark } from '../../components/marks.ts'
import './accounts.css'

/** Every role and what it allows; the three administrators apart. */
export function RolesPage() {
  const { t } = useTranslation('accounts')
  const label = useLabels(identityLabels)
  const { data, error, refetch } = useOperation(listRoles, {}, { staleFor: 600_000 })
  return (
    <>
      <PageHead title={t('peopleTitle')} hint={t('rolesLead')} />
      <PeopleTabs current="roles" />
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <PageSkeleton />}
      <div className="role-list">
        {data?.items.map((entry) => (
          <Panel
            key={entry.role}
            title={entry.name}
            isPadded
            extra={entry.isAdministrator && <StatusChip tone="info">{t('administratorRole')}</StatusChip>}
          >
            <p>{entry.description}</p>
            <ul className="checks">
              {entry.permissions.map((one) => (
                <li key={one.permission}>
                  <Icon name="check" className="yes" /> {one.name}
                </li>
              ))}
            </ul>
            <p className="hint">
              {t('grantedWhere', { trees: entry.trees.map((tree) => label(`enum.tree.${tree}`)).join(listMark()) })}
              {entry.hasStage && `${clauseMark()}${t('withStage')}`}
            </p>
            <p>
              <Link to="/organisations/accounts" search={{ role: entry.role }}>
                {t('holders')}
              </Link>
            </p>
          </Panel>
        ))}
      </div>
    </>
  )
}
