import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  checkBatch,
  getBatch,
  getInbox,
  listBatches,
  listBatchPages,
  listDocuments,
  releaseBatch,
} from '../../../../src/modules/content/contract.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useCommand } from '../../client.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatMoment } from '../../components/time.ts'
import { useWhen } from '../../components/use-when.ts'
import { WhenField } from '../../components/when-field.tsx'
import { FaultList } from './fault-list.tsx'
import { faultsOf } from './faults-of.ts'
import type { Batch } from './types.ts'
import { useContents } from './use-batch-words.ts'

/** Says what will happen, where and when; a refusal names every entry and leaves everything as it is. */
export function ReleaseDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const contents = useContents()
  const when = useWhen()
  const [isTried, setTried] = useState(false)
  const release = useCommand(releaseBatch, {
    announcesProblem: false,
    success: (reply) =>
      reply.state === 'scheduled' && reply.effectiveAt !== null
        ? t('releasedLater', { at: formatMoment(reply.effectiveAt) })
        : t('releasedNow'),
    invalidates: [getBatch, checkBatch, listBatches, listBatchPages, listDocuments, getInbox],
    onDone: onClose,
  })
  const faults = faultsOf(release.error)
  return (
    <Dialog
      open
      title={t('release')}
      okText={when.isLater ? t('releaseLaterVerb') : t('releaseVerb')}
      cancelText={common('cancel')}
      confirmLoading={release.isPending}
      onOk={() => {
        setTried(true)
        if (when.fault) return
        release.mutate({
          params: { id: batch.id },
          body: { expectedVersion: batch.version, at: when.at },
        })
      }}
      onCancel={onClose}
    >
      <div className="form">
        {release.error && <ProblemNotice problem={release.error} shownPointers={['/body/at']} />}
        {faults.length > 0 && <FaultList faults={faults} />}
        <p className="lead">
          {t('releaseEffect', {
            what: contents(batch.counts),
            sites: t('countSites', { count: batch.counts.sites }),
          })}
        </p>
        <WhenField label={t('effectiveAt')} when={when} isTried={isTried} problem={release.error} pointer="/at" />
        <p className="hint">{when.isLater ? t('releaseLaterHint') : t('releaseNowHint')}</p>
      </div>
    </Dialog>
  )
}
