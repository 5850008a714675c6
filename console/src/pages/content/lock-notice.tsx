import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'

/** Somebody else is editing: who, and how to go on. */
export function LockNotice({ byName, onTakeOver }: { byName: string; onTakeOver: () => Promise<void> }) {
  const { t } = useTranslation('content')
  const [isBusy, setBusy] = useState(false)
  return (
    <div className="notice warn-notice" role="alert">
      <Icon name="lock" />
      <div>
        <p>
          <b>{t('lockedBy', { name: byName })}</b>
        </p>
        <p>{t('lockedHint')}</p>
      </div>
      <button
        className="button"
        type="button"
        disabled={isBusy}
        onClick={() => {
          setBusy(true)
          void onTakeOver().finally(() => setBusy(false))
        }}
      >
        {t('takeOver')}
      </button>
    </div>
  )
}
