import { useTranslation } from 'react-i18next'
import { StatusChip, type Tone } from '../../components/status-chip.tsx'
import { formatMoment } from '../../components/time.ts'
import { useStageName } from './stage-name.ts'
import type { DocumentRow } from './types.ts'
import { useContentWords } from './use-content-words.ts'

const tones: Readonly<Record<DocumentRow['state'], Tone>> = {
  draft: 'plain',
  submitted: 'warn',
  returned: 'bad',
  approved: 'info',
  released: 'ok',
  withdrawn: 'plain',
}

type Standing = Pick<
  DocumentRow,
  'state' | 'stage' | 'stages' | 'visibleFrom' | 'visibleUntil' | 'repealedAt' | 'liveEditionNumber'
>

/** Where a document stands, in words: 复审中, 定于 11-23 08:00, 已发布，有未发布的修改; and beside it whether it is repealed. */
export function StateChip(props: { row: Standing; now?: number }) {
  const { repealedAt, state } = props.row
  return (
    <>
      <ProgressChip {...props} />
      {repealedAt !== null && state !== 'withdrawn' && <RepealChip at={repealedAt} now={props.now} />}
    </>
  )
}

function RepealChip({ at, now = Date.now() }: { at: string; now?: number | undefined }) {
  const { t } = useTranslation('content')
  return (
    <>
      {' '}
      <StatusChip>
        {Date.parse(at) > now ? t('repealedFrom', { at: formatMoment(at).slice(5) }) : t('repealed')}
      </StatusChip>
    </>
  )
}

function ProgressChip({ row, now = Date.now() }: { row: Standing; now?: number }) {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const stageName = useStageName()
  const plain = words(`enum.state.${row.state}`)
  if (row.state === 'submitted') {
    return <StatusChip tone="warn">{t('inStage', { stage: stageName(row.stage, row.stages) })}</StatusChip>
  }
  if (row.state === 'released' && row.visibleFrom !== null && Date.parse(row.visibleFrom) > now) {
    return <StatusChip tone="info">{t('scheduledFor', { at: formatMoment(row.visibleFrom).slice(5) })}</StatusChip>
  }
  if (row.state === 'released' && row.visibleUntil !== null && Date.parse(row.visibleUntil) <= now) {
    return <StatusChip>{t('expired')}</StatusChip>
  }
  if (row.state === 'withdrawn' && row.visibleUntil !== null && Date.parse(row.visibleUntil) > now) {
    return <StatusChip tone="warn">{t('withdrawnFrom', { at: formatMoment(row.visibleUntil).slice(5) })}</StatusChip>
  }
  const isRewritten = row.liveEditionNumber !== null && (row.state === 'draft' || row.state === 'returned')
  return <StatusChip tone={tones[row.state]}>{isRewritten ? t('rewriting', { state: plain }) : plain}</StatusChip>
}
