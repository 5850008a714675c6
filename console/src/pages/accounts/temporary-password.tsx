import { Dialog } from '../../components/dialog.tsx'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'

interface TemporaryPasswordProps {
  login: string
  password: string
  onClose: () => void
}

/** Shown once: it is stored nowhere in readable form. */
export function TemporaryPassword({ login, password, onClose }: TemporaryPasswordProps) {
  const { t } = useTranslation('accounts')
  const { message } = App.useApp()
  return (
    <Dialog
      open
      title={t('temporaryTitle')}
      okText={t('temporaryDone')}
      mask={{ closable: false }}
      onOk={onClose}
      onCancel={onClose}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <div className="stack">
        <p>{t('temporaryLead')}</p>
        <dl className="pairs">
          <dt>{t('login')}</dt>
          <dd className="mono">{login}</dd>
          <dt>{t('temporaryPassword')}</dt>
          <dd className="mono big-figure">{password}</dd>
        </dl>
        <p>
          <button
            className="button"
            type="button"
            onClick={() => {
              navigator.clipboard.writeText(password).then(
                () => message.success(t('copied')),
                () => message.error(t('copyFailed')),
              )
            }}
          >
            {t('copy')}
          </button>
        </p>
      </div>
    </Dialog>
  )
}
