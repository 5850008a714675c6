import { useTranslation } from 'react-i18next'
import { Panel } from '../../components/panel.tsx'
import { type Figures, useFigureWords, valueOf } from './use-figures.ts'

/** The sites on which most is asked. */
export function PlacesPanel({ places }: { places: readonly (Figures & { siteId: string | null; name: string })[] }) {
  const { t } = useTranslation('search')
  const { words, names } = useFigureWords()
  return (
    <Panel title={t('places')}>
      <div className="scroll" role="region" tabIndex={0} aria-label={t('placesTable')}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t('site')}</th>
              <th scope="col" className="figure">
                {names.searches}
              </th>
              <th scope="col" className="figure">
                {names.zeroShare}
              </th>
              <th scope="col" className="figure">
                {names.clickShare}
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <tr key={place.siteId ?? place.name}>
                <th scope="row">{place.name}</th>
                {(['searches', 'zeroShare', 'clickShare'] as const).map((metric) => (
                  <td key={metric} className="figure">
                    {words(metric, valueOf(place, metric))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
