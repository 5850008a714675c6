import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  disableAccount,
  enableAccount,
  getAccount,
  listAccounts,
  resetPassword,
  unlockAccount,
  type Account,
} from '../../../../src/modules/identity/contract.ts'
import { useCan } from '../../app/session.tsx'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import '../sites/sites.css'
import { AccountChip } from './account-chip.tsx'
import { EditAccountDialog } from './edit-account-dialog.tsx'
import { GrantsPanel } from './grants-panel.tsx'
import { RightsPanel } from './rights-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { TemporaryPassword } from './temporary-password.tsx'
import { useRoleName } from './use-role-name.ts'

/** One account: who it is, what it may do and why, and the acts on it. */
export function AccountPage() {
  const { t } = useTranslation('accounts')
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  const { data, error, refetch } = useOperation(getAccount, { params: { id } }, { keepsPrevious: false })
  if (data === undefined) {
    if (!error) return <PageSkeleton />
    return (
      <>
        <PageHead title={t('accounts')} back={{ to: '/organisations/accounts', label: t('accounts') }} />
        <ProblemNotice problem={error} onRetry={() => void refetch()} />
      </>
    )
  }
  return <AccountDetail account={data} />
}

type Act = 'disable' | 'enable' | 'unlock' | 'reset'

function AccountDetail({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation()
  const roleName = useRoleName()
  const can = useCan()
  const [asking, setAsking] = useState<Act>()
  const [isEditing, setEditing] = useState(false)
  const [password, setPassword] = useState<string>()
  const close = () => setAsking(undefined)
  const options = { invalidates: [getAccount, listAccounts], onDone: close }
  const disable = useCommand(disableAccount, { ...options, success: t('disabled') })
  const enable = useCommand(enableAccount, { ...options, success: t('enabled') })
  const unlock = useCommand(unlockAccount, { ...options, success: t('unlocked') })
  const reset = useCommand(resetPassword, {
    success: t('reset'),
    invalidates: [getAccount],
    onDone: (reply) => {
      setPassword(reply.temporaryPassword)
      close()
    },
  })
  const expected = { params: { id: account.id }, body: { expectedVersion: account.version } }
  const dialogs: Readonly<
    Record<Act, { title: string; effect: string; verb: string; run: () => void; isDanger?: boolean }>
  > = {
    disable: {
      title: t('disableTitle', { name: account.name }),
      effect: t('disableEffect'),
      verb: t('disable'),
      run: () => disable.mutate(expected),
      isDanger: true,
    },
    enable: {
      title: t('enableTitle', { name: account.name }),
      effect: t('enableEffect'),
      verb: t('enable'),
      run: () => enable.mutate(expected),
    },
    unlock: {
      title: t('unlockTitle', { name: account.name }),
      effect: t('unlockEffect'),
      verb: t('unlock'),
      run: () => unlock.mutate({ params: { id: account.id } }),
    },
    reset: {
      title: t('resetTitle', { name: account.name }),
      effect: t('resetEffect'),
      verb: t('resetPassword'),
      run: () => reset.mutate({ params: { id: account.id } }),
    },
  }
  const dialog = asking === undefined ? undefined : dialogs[asking]
  return (
    <>
      <PageHead
        title={account.name}
        back={{ to: '/organisations/accounts', label: t('accounts') }}
        chip={<AccountChip state={account.state} />}
        hint={`${account.login}　${account.organisation.name}`}
        acts={
          <>
            {account.can.update && (
              <button className="button" type="button" onClick={() => setEditing(true)}>
                {common('edit')}
              </button>
            )}
            {account.state === 'locked' && account.can.resetPassword && (
              <button className="button" type="button" onClick={() => setAsking('unlock')}>
                {t('unlock')}
              </button>
            )}
            {account.can.resetPassword && (
              <button className="button" type="button" onClick={() => setAsking('reset')}>
                {t('resetPassword')}
              </button>
            )}
            {account.can.disable && (
              <button
                className={account.state === 'disabled' ? 'button' : 'button danger'}
                type="button"
                onClick={() => setAsking(account.state === 'disabled' ? 'enable' : 'disable')}
              >
                {account.state === 'disabled' ? t('enable') : t('disable')}
              </button>
            )}
          </>
        }
      />
      <div className="aside-two">
        <div className="stack">
          <GrantsPanel account={account} />
          <RightsPanel account={account} />
        </div>
        <div className="stack">
          <Panel title={t('profile')} isPadded>
            <KeyValue
              pairs={[
                [t('login'), account.login],
                [t('organisation'), account.organisation.name],
                [t('phone'), account.phone],
                [t('administrator'), account.administrator === null ? '' : roleName(account.administrator)],
                [t('lastSignIn'), account.lastSignInAt === null ? t('never') : <Moment at={account.lastSignInAt} />],
                [t('passwordSet'), <Moment at={account.passwordSetAt} />],
                [t('mustChange'), account.mustChangePassword ? common('yes') : ''],
                [t('lockedUntil'), account.lockedUntil === null ? '' : <Moment at={account.lockedUntil} />],
                [t('createdAt'), <Moment at={account.createdAt} />],
              ]}
            />
          </Panel>
          {(account.can.sessions || can('session.manage')) && <SessionsPanel accountId={account.id} />}
        </div>
      </div>
      {dialog && (
        <ConfirmDialog
          isOpen
          title={dialog.title}
          effect={dialog.effect}
          verb={dialog.verb}
          isDanger={dialog.isDanger ?? false}
          isBusy={disable.isPending || enable.isPending || unlock.isPending || reset.isPending}
          onConfirm={dialog.run}
          onCancel={close}
        />
      )}
      {isEditing && <EditAccountDialog account={account} onClose={() => setEditing(false)} />}
      {password !== undefined && (
        <TemporaryPassword login={account.login} password={password} onClose={() => setPassword(undefined)} />
      )}
    </>
  )
}
