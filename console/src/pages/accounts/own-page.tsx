import { useTranslation } from 'react-i18next'
import { ChangePasswordForm } from '../../app/change-password-form.tsx'
import { useSession } from '../../app/session.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import '../sites/sites.css'
import { SessionsPanel } from './sessions-panel.tsx'
import { useRoleName } from './use-role-name.ts'

/** One's own sessions, roles and password. */
export function OwnPage() {
  const { t } = useTranslation('accounts')
  const roleName = useRoleName()
  const { account, grants } = useSession()
  return (
    <>
      <PageHead title={t('own')} hint={`${account.name}　${account.login}　${account.organisationName}`} />
      <div className="aside-two">
        <div className="stack">
          <SessionsPanel />
          <Panel title={t('ownGrants')}>
            {grants.length === 0 && <EmptyState title={t('noGrants')} />}
            <ul className="session-list">
              {grants.map((grant) => (
                <li key={grant.id}>
                  <b>{roleName(grant.role, grant.stage)}</b>
                  <span className="hint">
                    {grant.scopeName} {t('andBelow')}　{grant.grantedByName ?? t('platform')}{' '}
                    <Moment at={grant.grantedAt} only="day" />
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <Panel title={t('changePassword')} isPadded>
          <ChangePasswordForm />
        </Panel>
      </div>
    </>
  )
}
