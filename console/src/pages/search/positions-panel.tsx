import { useTranslation } from 'react-i18next'
import { Panel } from '../../components/panel.tsx'
import { percent } from './use-figures.ts'

const LAST = 11
const LEAST = 3

/** Where in the list people click. */
export function PositionsPanel({ positions }: { positions: readonly { position: number; clicks: number }[] }) {
  const { t } = useTranslation('search')
  const all = positions.reduce((sum, { clicks }) => sum + clicks, 0)
  const last = Math.max(LEAST, positions.at(-1)?.position ?? 0)
  const clicksAt = new Map(positions.map(({ position, clicks }) => [position, clicks]))
  return (
    <Panel title={t('positions')}>
      {all === 0 ? (
        <p className="panel-body hint">{t('noClicks')}</p>
      ) : (
        <table className="grid bars" aria-label={t('positions')}>
          <thead>
            <tr>
              <th scope="col">{t('position')}</th>
              <th scope="col" className="figure">
                {t('clicks')}
              </th>
              <th scope="col">{t('share')}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: last }, (_, at) => at + 1).map((position) => {
              const clicks = clicksAt.get(position) ?? 0
              return (
                <tr key={position}>
                  <th scope="row">{position === LAST ? t('later', { from: LAST }) : t('nth', { value: position })}</th>
                  <td className="figure">{t('times', { count: clicks })}</td>
                  <td>
                    <span className="bar-cell">
                      <span className="bar-line" style={{ inlineSize: `${(100 * clicks) / all}%` }} />
                      <span className="num">{percent(clicks / all)}</span>
                    </span>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
