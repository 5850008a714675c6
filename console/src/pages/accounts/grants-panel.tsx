import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getAccount,
  getRights,
  listAccounts,
  revokeGrant,
  type Account,
  type Grant,
} from '../../../../src/modules/identity/contract.ts'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { pair } from '../../components/marks.ts'
import { useRoleName } from './use-role-name.ts'

/** The roles an account holds, each where and by whom. */
export function GrantsPanel({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  const label = useLabels(identityLabels)
  const roleName = useRoleName()
  const [isGiving, setGiving] = useState(false)
  const [revoking, setRevoking] = useState<Grant>()
  const revoke = useCommand(revokeGrant, {
    success: t('revoked'),
    invalidates: [getAccount, getRights, listAccounts],
    onDone: () => setRevoking(undefined),
  })
  return (
    <Panel
      title={t('grants')}
      extra={
        account.can.grant && (
          <button className="button primary" type="button" onClick={() => setGiving(true)}>
            <Icon name="plus" /> {t('give')}
          </button>
        )
      }
    >
      {account.grants.length === 0 ? (
        <EmptyState title={t('noGrants')} advice={t('noGrantsAdvice')} />
      ) : (
        <div className="scroll" role="group" aria-label={t('grants')} tabIndex={0}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('role')}</th>
                <th scope="col">{t('scope')}</th>
                <th scope="col">{t('grantedBy')}</th>
                <th scope="col">
                  <span className="unseen">{t('acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {account.grants.map((grant) => (
                <tr key={grant.id}>
                  <th scope="row">{roleName(grant.role, grant.stage)}</th>
                  <td>
                    {pair(label(`enum.tree.${grant.tree}`), grant.scopeName)}{' '}
                    <span className="hint">{t('andBelow')}</span>
                  </td>
                  <td>
                    {grant.grantedByName ?? t('platform')} <Moment at={grant.grantedAt} only="day" />
                  </td>
                  <td>
                    {account.can.grant && (
                      <button
                        className="button bare danger"
                        type="button"
                        aria-label={t('revokeNamed', {
                          role: roleName(grant.role, grant.stage),
                          scope: grant.scopeName,
                        })}
                        onClick={() => setRevoking(grant)}
                      >
                        {t('revoke')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isGiving && <GrantDialog account={account} onClose={() => setGiving(false)} />}
      {revoking && (
        <ConfirmDialog
          isOpen
          isDanger
          title={t('revokeTitle', { role: roleName(revoking.role, revoking.stage) })}
          effect={t('revokeEffect', { name: account.name, scope: revoking.scopeName })}
          verb={t('revoke')}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate({ params: { id: revoking.id } })}
          onCancel={() => setRevoking(undefined)}
        />
      )}
    </Panel>
  )
}
