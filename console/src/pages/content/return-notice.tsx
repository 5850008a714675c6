import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { Moment } from '../../components/moment.tsx'
import { useStageName } from './stage-name.ts'
import type { FullDocument } from './types.ts'

/** Why it came back: stands above the text until it is submitted again. */
export function ReturnNotice({ document }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  const stageName = useStageName()
  const last = document.reviews.findLast((review) => review.verdict === 'returned')
  if (document.state !== 'returned' || !last) return null
  return (
    <div className="notice bad-notice" role="status">
      <Icon name="undo" />
      <div>
        <p>
          <b>{t('returnedBy', { stage: stageName(last.stage, document.stages), name: last.reviewerName })}</b>
          {'　'}
          <Moment at={last.at} />
        </p>
        <p>{last.reason}</p>
      </div>
    </div>
  )
}
