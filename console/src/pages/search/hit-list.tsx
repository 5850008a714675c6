import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeenAnswer, SeenHit } from '../../../../src/modules/search/contract.ts'
import { Icon } from '../../components/icon.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { portalHref } from '../content/portal-href.ts'
import { useTypeName } from './use-type-name.ts'
import { useWhy } from './use-why.ts'

interface HitListProps {
  answer: SeenAnswer
  /** So many are shown; all, unless said. */
  most?: number
  /** With how far each moved against the other side. */
  comparesAs?: 'before' | 'after'
  /** A button for each hit. */
  act?: (hit: SeenHit) => ReactNode
}

/** What is found, in order, each with the reasons for its place. */
export function HitList({ answer, most, comparesAs, act }: HitListProps) {
  const { t } = useTranslation('search')
  const typeName = useTypeName()
  if (answer.hits.length === 0) return <p className="panel-body hint">{t('nothingFound')}</p>
  return (
    <ol className="hits">
      {answer.hits.slice(0, most).map((hit) => (
        <li key={hit.id} className={comparesAs && hit.otherRank !== hit.rank ? 'moved' : ''}>
          <span className="hit-rank num" aria-hidden="true">
            {hit.rank}
          </span>
          <div>
            <p className="hit-title">
              {hit.host !== null && hit.path !== null ? (
                <a href={portalHref({ host: hit.host, path: hit.path })} target="_blank" rel="noreferrer">
                  <Pieces pieces={hit.title} /> <Icon name="out" />
                  <span className="unseen">{t('newWindow')}</span>
                </a>
              ) : (
                <Pieces pieces={hit.title} />
              )}{' '}
              {hit.isPinned && <StatusChip tone="info">{t('pinned')}</StatusChip>}{' '}
              {hit.isRepealed && <StatusChip tone="warn">{t('repealed')}</StatusChip>}{' '}
              {comparesAs === 'after' && <Move hit={hit} />}
              {comparesAs === 'before' && hit.otherRank === null && (
                <StatusChip tone="warn">{t('fallsOut')}</StatusChip>
              )}
            </p>
            <p className="hint">
              {[typeName(hit.type), hit.siteName, hit.day].filter((one) => one !== null && one !== '').join('　')}
            </p>
            <Reasons hit={hit} />
          </div>
          {act?.(hit)}
        </li>
      ))}
    </ol>
  )
}

function Pieces({ pieces }: { pieces: SeenHit['title'] }) {
  return pieces.map((piece, at) => (
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={at}>{piece.isHit ? <mark>{piece.text}</mark> : piece.text}</Fragment>
  ))
}

function Move({ hit }: { hit: SeenHit }) {
  const { t } = useTranslation('search')
  if (hit.otherRank === null) return <StatusChip tone="ok">{t('comesIn')}</StatusChip>
  const by = hit.otherRank - hit.rank
  if (by === 0) return null
  return (
    <StatusChip tone={by > 0 ? 'ok' : 'plain'}>
      {by > 0 ? t('up', { count: by }) : t('down', { count: -by })}
    </StatusChip>
  )
}

function Reasons({ hit }: { hit: SeenHit }) {
  const { t } = useTranslation('search')
  const why = useWhy()
  if (hit.why.length === 0 && !hit.isPinned) return null
  return (
    <details className="why">
      <summary>{t('why')}</summary>
      <ul>
        {hit.isPinned && <li>{t('whyPin')}</li>}
        {hit.why.map((one) => {
          const { name, effect } = why(one)
          return (
            <li key={`${one.what} ${one.note}`}>
              {name} <b className="num">{effect}</b>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
