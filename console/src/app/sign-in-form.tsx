import { Button, Input } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type ApiProblem } from '../api/problem.ts'
import { Field } from '../components/field.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'

/** Account and password; used by the sign-in page and by the dialog over an expired page. */
export function SignInForm({
  login,
  signIn,
  onDone,
}: {
  /** Fixed account when signing in again. */
  login?: string
  signIn: (account: string, password: string) => Promise<void>
  onDone?: () => void
}) {
  const { t } = useTranslation('shell')
  const [account, setAccount] = useState(login ?? '')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<{ account?: string; password?: string }>({})
  const [problem, setProblem] = useState<ApiProblem>()
  const [isBusy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const submit = async () => {
    const lack = {
      ...(account.trim() === '' ? { account: t('accountMissing') } : {}),
      ...(password === '' ? { password: t('passwordMissing') } : {}),
    }
    setMissing(lack)
    if (lack.account !== undefined || lack.password !== undefined) {
      form.current
        ?.querySelector<HTMLInputElement>(lack.account === undefined ? '[name=password]' : '[name=account]')
        ?.focus()
      return
    }
    setBusy(true)
    setProblem(undefined)
    try {
      await signIn(account.trim(), password)
      onDone?.()
    } catch (error) {
      setProblem(asProblem(error))
      setPassword('')
      form.current?.querySelector<HTMLInputElement>('[name=password]')?.focus()
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      ref={form}
      className="form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
    >
      {problem && <ProblemNotice problem={problem} />}
      <Field label={t('account')} error={missing.account}>
        <Input
          name="account"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          size="large"
          value={account}
          readOnly={login !== undefined}
          autoFocus={login === undefined}
          onChange={(event) => setAccount(event.target.value)}
        />
      </Field>
      <Field label={t('password')} error={missing.password}>
        <Input.Password
          name="password"
          autoComplete="current-password"
          size="large"
          value={password}
          autoFocus={login !== undefined}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
        {t('signIn')}
      </Button>
    </form>
  )
}
