import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Receipt, ReceiptDetail } from '../../../../src/modules/library/contract-parts.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { PageList } from './page-list.tsx'
import { useDuration } from './use-duration.ts'

/** What one change did to the pages of the portals, in a sentence, with the pages to open. */
export function ReceiptLine({ receipt }: { receipt: z.output<typeof ReceiptDetail> }) {
  const { t } = useTranslation('pageChanges')
  const { pages, list } = receipt
  return (
    <div className="receipt">
      <ReceiptWords receipt={receipt} />
      <details>
        <summary>{t('showPages', { count: pages })}</summary>
        <PageList pages={list} total={pages} />
      </details>
    </div>
  )
}

/** The sentence alone. */
export function ReceiptWords({ receipt }: { receipt: z.output<typeof Receipt> }) {
  const { t } = useTranslation('pageChanges')
  const duration = useDuration()
  const { pages, sites, state, progress, failed, tookMs } = receipt
  const sentence = {
    running: t('receiptRunning', { count: pages, sites }),
    done: t('receiptDone', { count: pages, sites, after: duration(tookMs ?? 0) }),
    cancelled: t('receiptCancelled', { count: pages, sites }),
    interrupted: t('receiptInterrupted', { count: pages, sites }),
  }
  return (
    <>
      <p role="status">{sentence[state]}</p>
      {state === 'running' && <ProgressBar value={progress} label={t('progress')} />}
      {failed > 0 && <p className="hint">{t('receiptFailed', { count: failed })}</p>}
    </>
  )
}
