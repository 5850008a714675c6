import { useTranslation } from 'react-i18next'
import { type Figures, type Metric, useFigureWords, valueOf } from './use-figures.ts'

const HEIGHT = 160
const WIDTH = 720

interface DayChartProps {
  metric: Metric
  days: readonly (Figures & { day: string })[]
}

/** One figure day by day, as bars; the same as a table for whoever does not see them. */
export function DayChart({ metric, days }: DayChartProps) {
  const { t } = useTranslation('search')
  const { words, names } = useFigureWords()
  const values = days.map((day) => valueOf(day, metric))
  const most = Math.max(...values.map((value) => value ?? 0), 0)
  const step = WIDTH / Math.max(1, days.length)
  const heightOf = (value: number | null) =>
    value === null || most === 0 ? 0 : Math.max(value > 0 ? 2 : 0, (value / most) * (HEIGHT - 8))
  const first = days[0]?.day ?? ''
  const last = days.at(-1)?.day ?? ''
  return (
    <figure className="day-chart">
      <figcaption>{t('byDay', { name: names[metric] })}</figcaption>
      <div className="chart-box">
        <span className="hint chart-top">{words(metric, most)}</span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t('chartWords', { name: names[metric], from: first, until: last, most: words(metric, most) })}
        >
          <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="axis" />
          {days.map((day, at) => {
            const height = heightOf(values[at] ?? null)
            return (
              <g key={day.day}>
                <rect
                  className="bar"
                  x={at * step + step * 0.12}
                  y={HEIGHT - height}
                  width={step * 0.76}
                  height={height}
                />
                <rect className="hold" x={at * step} y="0" width={step} height={HEIGHT}>
                  <title>{`${day.day}　${words(metric, values[at] ?? null)}`}</title>
                </rect>
              </g>
            )
          })}
        </svg>
        <p className="chart-ends hint">
          <time>{first}</time>
          <time>{last}</time>
        </p>
      </div>
      <details>
        <summary>{t('asTable')}</summary>
        <div className="scroll chart-table" role="region" tabIndex={0} aria-label={t('asTable')}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('day')}</th>
                <th scope="col" className="figure">
                  {names[metric]}
                </th>
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map((day) => (
                <tr key={day.day}>
                  <th scope="row">{day.day}</th>
                  <td className="figure">{words(metric, valueOf(day, metric))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}
