import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { createAccount, listAccounts } from '../../../../src/modules/identity/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useCommand } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { TextField } from '../sites/text-field.tsx'
import { TemporaryPassword } from './temporary-password.tsx'

const SHOWN = ['login', 'name', 'organisationId', 'phone'].flatMap((name) => [`/${name}`, `/body/${name}`])

export function NewAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation()
  const navigate = useNavigate()
  const { account } = useSession()
  const [draft, setDraft] = useState({ login: '', name: '', phone: '' })
  const [place, setPlace] = useState<Choice | null>({ id: account.organisationId, label: account.organisationName })
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const command = useCommand(createAccount, {
    success: (reply) => t('made', { name: reply.account.name }),
    invalidates: [listAccounts],
    announcesProblem: false,
  })
  const submit = () => {
    const missing = {
      ...(draft.login.trim() === '' ? { login: t('missing') } : {}),
      ...(draft.name.trim() === '' ? { name: t('missing') } : {}),
      ...(place === null ? { place: t('missing') } : {}),
    }
    setFaults(missing)
    if (Object.keys(missing).length === 0 && place) command.mutate({ body: { ...draft, organisationId: place.id } })
  }
  if (command.data) {
    const { account: made, temporaryPassword } = command.data
    return (
      <TemporaryPassword
        login={made.login}
        password={temporaryPassword}
        onClose={() => {
          onClose()
          void navigate({ to: '/organisations/accounts/$id', params: { id: made.id } })
        }}
      />
    )
  }
  const text = (
    name: keyof typeof draft,
    extra: { hint?: string; isRequired?: boolean; isAutoFocused?: boolean; isMono?: boolean } = {},
  ) => (
    <TextField
      label={t(name)}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
      error={faults[name]}
      problem={command.error}
      pointer={`/${name}`}
      {...extra}
    />
  )
  return (
    <Dialog
      open
      title={t('newAccount')}
      okText={t('newAccount')}
      cancelText={common('cancel')}
      confirmLoading={command.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="form">
        {command.error && <ProblemNotice problem={command.error} shownPointers={SHOWN} />}
        <p className="hint">{t('newAccountLead')}</p>
        {text('login', { isRequired: true, isAutoFocused: true, isMono: true, hint: t('loginHint') })}
        {text('name', { isRequired: true })}
        <Field
          label={t('organisation')}
          isRequired
          error={faults['place']}
          problem={command.error}
          pointer="/organisationId"
        >
          <OrganisationField value={place} onChange={setPlace} />
        </Field>
        {text('phone')}
      </div>
    </Dialog>
  )
}
