import { useTranslation } from 'react-i18next'
import { Icon } from '../components/icon.tsx'
import { formatMoment } from '../components/time.ts'

/** Offers text that was kept on this device. Nothing is replaced before the writer has said so. */
export function DraftNotice({
  savedAt,
  onRestore,
  onDiscard,
}: {
  savedAt: string
  onRestore: () => void
  onDiscard: () => void
}) {
  const { t } = useTranslation('components')
  return (
    <div className="notice warn-notice" role="alert">
      <Icon name="clock" />
      <div>
        <p>
          <b>{t('draftAsk', { at: formatMoment(savedAt) })}</b>
        </p>
        <p>{t('draftAskHint')}</p>
      </div>
      <button className="button" type="button" onClick={onRestore}>
        {t('draftRestore')}
      </button>
      <button className="button danger" type="button" onClick={onDiscard}>
        {t('draftDiscard')}
      </button>
    </div>
  )
}
