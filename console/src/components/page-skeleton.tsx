import { useTranslation } from 'react-i18next'

/** Shown while a page's code is fetched; only after a moment, so that quick pages do not flicker. */
export function PageSkeleton() {
  const { t } = useTranslation()
  return (
    <div className="page-skeleton" role="status">
      <span className="unseen">{t('loading')}</span>
      <i className="bone" style={{ width: '12em', height: 24 }} />
      <i className="bone" style={{ height: 240 }} />
    </div>
  )
}
