import { useTranslation } from 'react-i18next'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatMoment } from '../../components/time.ts'
import { ReceiptLine } from '../page-changes/receipt-line.tsx'
import type { FullDocument } from './types.ts'
import { useReceipt } from './use-receipt.ts'

/** What the newest release or withdrawal did to the pages of the portals. */
export function ReceiptPanel({ document: doc }: { document: FullDocument }) {
  const { t } = useTranslation('pageChanges')
  const receipt = useReceipt(doc)
  if (receipt.found?.standing === 'never') return null
  const changedAt = receipt.found?.changedAt
  return (
    <Panel title={t('receipt')} isPadded {...(changedAt ? { extra: <Moment at={changedAt} /> } : {})}>
      <ReceiptWords document={doc} {...receipt} />
    </Panel>
  )
}

/** The same without a frame, for the dialog that says what was published. */
export function ReceiptNote({ document: doc }: { document: FullDocument }) {
  return <ReceiptWords document={doc} {...useReceipt(doc)} />
}

function ReceiptWords(props: { document: FullDocument } & ReturnType<typeof useReceipt>) {
  const { t } = useTranslation('pageChanges')
  const { document: doc, found, error, refetch, isPatient } = props
  const from = doc.visibleFrom
  if (error && found === undefined) return <ProblemNotice problem={error} onRetry={() => void refetch()} />
  const [newest] = found?.receipts ?? []
  if (found?.standing === 'touched' && newest) return <ReceiptLine receipt={newest} />
  if (found?.standing === 'untouched') {
    if (doc.state === 'released' && from !== null && Date.parse(from) > Date.now()) {
      return <p role="status">{t('receiptLater', { at: formatMoment(from) })}</p>
    }
    return <p role="status">{t('receiptNone')}</p>
  }
  if (isPatient) {
    return (
      <div className="receipt">
        <p role="status">{t('receiptWaiting')}</p>
        <ProgressBar label={t('progress')} />
      </div>
    )
  }
  return (
    <p role="status">
      {t('receiptSilent')}{' '}
      <button className="link" type="button" onClick={() => void refetch()}>
        {t('lookAgain')}
      </button>
    </p>
  )
}
