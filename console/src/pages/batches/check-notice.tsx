import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { checkBatch } from '../../../../src/modules/content/contract.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { Icon } from '../../components/icon.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'

interface CheckNoticeProps {
  result: z.output<typeof checkBatch.reply> | undefined
  problem: ApiProblem | null
  isBusy: boolean
  onAgain: () => void
}

/** The dry run in one line; each fault stands in its row. */
export function CheckNotice({ result, problem, isBusy, onAgain }: CheckNoticeProps) {
  const { t } = useTranslation('batches')
  if (problem && !result) return <ProblemNotice problem={problem} onRetry={onAgain} />
  const bad = result?.faults.length ?? 0
  const words =
    result === undefined
      ? t('checking')
      : bad === 0
        ? t('allReady', { count: result.checked })
        : t('someFaulty', { count: bad })
  return (
    <div className={bad > 0 ? 'batch-check bad' : 'batch-check'} role="status">
      <Icon name={result === undefined ? 'clock' : bad > 0 ? 'alert' : 'check'} />
      <p>{words}</p>
      <button className="button bare" type="button" disabled={isBusy} onClick={onAgain}>
        <Icon name="refresh" /> {t('checkAgain')}
      </button>
    </div>
  )
}
