import { useTranslation } from 'react-i18next'

export type Figures = { searches: number; zero: number; clicks: number; meanPosition: number | null }
export type Metric = 'searches' | 'zeroShare' | 'clickShare' | 'meanPosition'
export const METRICS: readonly Metric[] = ['searches', 'zeroShare', 'clickShare', 'meanPosition']

/** Null: there is nothing to divide by. */
export function valueOf(figures: Figures, metric: Metric): number | null {
  if (metric === 'searches') return figures.searches
  if (metric === 'meanPosition') return figures.meanPosition
  if (figures.searches === 0) return null
  const part = metric === 'zeroShare' ? figures.zero : Math.min(figures.clicks, figures.searches)
  return part / figures.searches
}

/** Whether more of it is good, bad, or neither. */
export const GOOD: Readonly<Record<Metric, 1 | -1 | 0>> = {
  searches: 0,
  zeroShare: -1,
  clickShare: 1,
  meanPosition: -1,
}

/** Figures with their units. */
export function useFigureWords() {
  const { t } = useTranslation('search')
  const words = (metric: Metric, value: number | null): string => {
    if (value === null) return '—'
    if (metric === 'searches') return t('times', { count: value })
    if (metric === 'meanPosition') return t('nth', { value: value.toFixed(1) })
    return percent(value)
  }
  const names: Readonly<Record<Metric, string>> = {
    searches: t('searches'),
    zeroShare: t('zeroShare'),
    clickShare: t('clickShare'),
    meanPosition: t('meanPosition'),
  }
  return { words, names }
}

export const percent = (value: number): string => `${(value * 100).toFixed(1)}%`
