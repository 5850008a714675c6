import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reach } from './types.ts'

const FEW = 6

/** Every place at which a document will show, the main one first. */
export function ReachList({ reach }: { reach: Reach }) {
  const { t } = useTranslation('content')
  const [isWhole, setWhole] = useState(false)
  const how = {
    primary: t('reachPrimary'),
    placement: t('reachPlacement'),
    aggregate: t('reachAggregate'),
    mounted: t('reachMounted'),
  }
  const shown = isWhole ? reach.places : reach.places.slice(0, FEW)
  return (
    <>
      <b className="reach">{t('reachCounts', { sites: reach.siteCount, pages: reach.pageCount })}</b>
      <ul className="tree">
        {shown.map((place, index) => (
          <li key={`${place.siteId} ${place.channelName} ${place.how} ${index}`}>
            <span>
              {place.siteName} / {place.channelName}
            </span>
            <span>{how[place.how]}</span>
          </li>
        ))}
      </ul>
      {reach.places.length > FEW && (
        <button className="link" type="button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('showLess') : t('showAllPlaces', { count: reach.places.length })}
        </button>
      )}
    </>
  )
}
