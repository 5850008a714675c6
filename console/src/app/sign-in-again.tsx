import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/dialog.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Over the page, never instead of it: whoever was writing loses nothing. */
export function SignInAgain(props: {
  login: string
  /** Who has signed in in another window of this browser meanwhile. */
  toName: string | undefined
  signIn: (account: string, password: string) => Promise<void>
  onDone: () => void
  onGiveUp: () => void
}) {
  const { t } = useTranslation('shell')
  return (
    <Dialog
      open
      title={t('signInAgainTitle')}
      footer={null}
      width={400}
      mask={{ closable: false }}
      onCancel={props.onGiveUp}
    >
      <p className="lead">
        {props.toName === undefined ? t('signInAgainLead') : t('signInAgainOther', { name: props.toName })}
      </p>
      <SignInForm login={props.login} signIn={props.signIn} onDone={props.onDone} />
    </Dialog>
  )
}
