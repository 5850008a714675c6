import { useTranslation } from 'react-i18next'

/** How far something has come; without a value, that it is under way. */
export function ProgressBar({ value, label }: { value?: number | undefined; label?: string }) {
  const { t } = useTranslation('components')
  const percent = value === undefined ? undefined : Math.max(0, Math.min(100, Math.round(value)))
  return (
    <span className="progress">
      <progress max={100} aria-label={label ?? t('progress')} {...(percent === undefined ? {} : { value: percent })} />
      {percent !== undefined && <span className="num">{percent}%</span>}
    </span>
  )
}
