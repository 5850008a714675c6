import { useTranslation } from 'react-i18next'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { useStageName } from './stage-name.ts'
import type { FullDocument } from './types.ts'

/** What was said of this edition before, the latest first. */
export function EarlierReviews({ document: doc }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  const stageName = useStageName()
  const said = doc.reviews.filter((review) => review.editionNumber > (doc.liveEditionNumber ?? 0)).toReversed()
  const note = doc.history.findLast((entry) => entry.act === 'submit')
  if (said.length === 0 && (note === undefined || note.note === '')) return null
  return (
    <Panel title={t('earlierReviews')}>
      <ul className="opinions panel-body">
        {note && note.note !== '' && (
          <li>
            <StatusChip tone="info">{t('writersNote')}</StatusChip>　{note.byName}　<Moment at={note.at} />
            <p>{note.note}</p>
          </li>
        )}
        {said.map((review) => (
          <li key={`${review.at} ${review.stage}`}>
            <StatusChip tone={review.verdict === 'passed' ? 'ok' : 'bad'}>
              {stageName(review.stage, doc.stages)}
              {review.verdict === 'passed' ? t('verdictPassed') : t('verdictReturned')}
            </StatusChip>
            {'　'}
            {review.reviewerName}　<Moment at={review.at} />
            {review.reason !== '' && <p>{review.reason}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
