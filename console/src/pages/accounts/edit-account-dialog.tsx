import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { getAccount, listAccounts, updateAccount, type Account } from '../../../../src/modules/identity/contract.ts'
import { useCommand } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { TextField } from '../sites/text-field.tsx'

const SHOWN = ['name', 'phone', 'organisationId'].flatMap((name) => [`/${name}`, `/body/${name}`])

export function EditAccountDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation()
  const [name, setName] = useState(account.name)
  const [phone, setPhone] = useState(account.phone)
  const [place, setPlace] = useState<Choice | null>({ id: account.organisation.id, label: account.organisation.name })
  const command = useCommand(updateAccount, {
    success: t('saved'),
    invalidates: [getAccount, listAccounts],
    announcesProblem: false,
    onDone: onClose,
  })
  return (
    <Dialog
      open
      title={t('editTitle', { name: account.name })}
      okText={common('save')}
      cancelText={common('cancel')}
      confirmLoading={command.isPending}
      onOk={() => {
        if (place === null) return
        command.mutate({
          params: { id: account.id },
          body: { name, phone, organisationId: place.id, expectedVersion: account.version },
        })
      }}
      onCancel={onClose}
    >
      <div className="form">
        {command.error && <ProblemNotice problem={command.error} shownPointers={SHOWN} />}
        <TextField
          label={t('name')}
          isRequired
          value={name}
          onChange={setName}
          problem={command.error}
          pointer="/name"
          isAutoFocused
        />
        <Field
          label={t('organisation')}
          isRequired
          error={place === null ? t('missing') : undefined}
          problem={command.error}
          pointer="/organisationId"
          hint={t('moveAccountHint')}
        >
          <OrganisationField value={place} onChange={setPlace} />
        </Field>
        <TextField label={t('phone')} value={phone} onChange={setPhone} problem={command.error} pointer="/phone" />
      </div>
    </Dialog>
  )
}
