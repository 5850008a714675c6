import { useTranslation } from 'react-i18next'

/** How much of a term is used, and what is left of it in words. */
export function Clock({ words, used, isLate = false }: { words: string; used: number; isLate?: boolean }) {
  const { t } = useTranslation('components')
  const percent = Math.max(0, Math.min(100, Math.round(used)))
  const tone = isLate || percent >= 100 ? 'late' : percent >= 75 ? 'soon' : undefined
  return (
    <span className="clock">
      <b className={tone}>{words}</b>{' '}
      <meter min={0} max={100} low={75} high={95} optimum={0} value={percent} aria-label={t('clockUsed')}>
        {percent}%
      </meter>
    </span>
  )
}
