import { App, Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { changePassword } from '../../../src/modules/identity/contract.ts'
import { useCommand } from '../client.ts'
import { Field } from '../components/field.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'

const SHOWN = ['/current', '/next', '/body/current', '/body/next']

/** Sets one's own password; used where it must be changed before anything else, and on one's own page. */
export function ChangePasswordForm({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation('shell')
  const { message } = App.useApp()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState<string>()
  const command = useCommand(changePassword, {
    announcesProblem: false,
    onDone: () => {
      void message.success(t('passwordChanged'))
      setCurrent('')
      setNext('')
      setAgain('')
      onDone?.()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isSame = next === again
    setFault(isSame ? undefined : t('passwordsDiffer'))
    if (isSame) command.mutate({ body: { current, next } })
  }
  return (
    <form className="form" onSubmit={submit}>
      {command.error && <ProblemNotice problem={command.error} shownPointers={SHOWN} />}
      <Field label={t('currentPassword')} problem={command.error} pointer="/current">
        <Input.Password
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      </Field>
      <Field label={t('newPassword')} problem={command.error} pointer="/next">
        <Input.Password
          autoComplete="new-password"
          required
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
      </Field>
      <Field label={t('repeatPassword')} error={fault}>
        <Input.Password
          autoComplete="new-password"
          required
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </Field>
      <Button type="primary" htmlType="submit" loading={command.isPending}>
        {t('changePassword')}
      </Button>
    </form>
  )
}
