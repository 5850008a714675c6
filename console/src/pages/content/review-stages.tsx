import { Icon } from '../../components/icon.tsx'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../components/time.ts'
import { useStageName } from './stage-name.ts'
import type { FullDocument } from './types.ts'

/** The stages of this round: who passed it when, and where it waits. */
export function ReviewStages({ document: doc }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  const stageName = useStageName()
  const { submittedAt } = doc.edition
  const round = doc.reviews.filter(
    (one) =>
      one.editionNumber === doc.editionNumber &&
      (submittedAt === null || Date.parse(one.at) >= Date.parse(submittedAt)),
  )
  const stages = Array.from({ length: Math.max(doc.stages, 1) }, (_, index) => index + 1)
  return (
    <ol className="stages">
      {stages.map((stage) => {
        const passed = round.find((one) => one.stage === stage && one.verdict === 'passed')
        const isHere = doc.state === 'submitted' && doc.stage === stage
        return (
          <li key={stage} className={passed ? 'done' : ''} {...(isHere ? { 'aria-current': 'step' as const } : {})}>
            <i>{passed ? <Icon name="check" /> : stage}</i> {stageName(stage, doc.stages)}
            {passed && `　${passed.reviewerName} ${formatMoment(passed.at).slice(5)}`}
            {isHere && `　${t('stageHere')}`}
          </li>
        )
      })}
    </ol>
  )
}
