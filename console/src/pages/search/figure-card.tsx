import { useTranslation } from 'react-i18next'
import { type Figures, GOOD, type Metric, percent, useFigureWords, valueOf } from './use-figures.ts'

interface FigureCardProps {
  metric: Metric
  now: Figures
  before: Figures
  isOn: boolean
  onChoose: () => void
}

/** One figure with how it moved; chooses what the chart shows. */
export function FigureCard({ metric, now, before, isOn, onChoose }: FigureCardProps) {
  const { t } = useTranslation('search')
  const { words, names } = useFigureWords()
  const value = valueOf(now, metric)
  const former = valueOf(before, metric)
  const change = value === null || former === null || former === 0 ? null : value / former - 1
  const tone = change === null || Math.abs(change) < 0.005 ? 0 : Math.sign(change) * GOOD[metric]
  return (
    <button className="figure-card" type="button" aria-pressed={isOn} onClick={onChoose}>
      <span className="hint">{names[metric]}</span>
      <b className="num">{words(metric, value)}</b>
      <span className={tone > 0 ? 'good-move' : tone < 0 ? 'bad-move' : 'hint'}>
        {change === null
          ? t('noBefore')
          : t(change < 0 ? 'less' : 'more', { share: percent(Math.abs(change)), before: words(metric, former) })}
      </span>
    </button>
  )
}
