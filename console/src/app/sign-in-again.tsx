import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { SignInForm } from './sign-in-form.tsx'

/** Over the page, never instead of it: whoever was writing loses nothing. */
export function SignInAgain(props: {
  login: string
  signIn: (account: string, password: string) => Promise<void>
  onDone: () => void
  onGiveUp: () => void
}) {
  const { t } = useTranslation('shell')
  return (
    <Modal
      open
      title={t('signInAgainTitle')}
      footer={null}
      width={400}
      mask={{ closable: false }}
      onCancel={props.onGiveUp}
    >
      <p className="lead">{t('signInAgainLead')}</p>
      <SignInForm login={props.login} signIn={props.signIn} onDone={props.onDone} />
    </Modal>
  )
}
