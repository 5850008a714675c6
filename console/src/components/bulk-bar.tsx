import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What can be done with everything that is ticked, with a hint that names the effect. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  const { t } = useTranslation('components')
  return (
    <div className="bulk" role="region" aria-label={t('bulk')}>
      <b role="status">{t('picked', { count })}</b>
      {children}
      <button className="button bare" type="button" onClick={onClear}>
        {t('clearPicked')} <kbd>Esc</kbd>
      </button>
    </div>
  )
}
