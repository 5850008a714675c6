import { Modal, Radio } from 'antd'
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
import { useCommand } from '../../client.ts'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatMoment } from '../../components/time.ts'
import { FaultList } from './fault-list.tsx'
import { faultsOf } from './faults-of.ts'
import type { Batch } from './types.ts'
import { useContents } from './use-batch-words.ts'

/** Says what will happen, where and when; a refusal names every entry and leaves everything as it is. */
export function ReleaseDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const contents = useContents()
  const [isLater, setLater] = useState(false)
  const [at, setAt] = useState<string | null>(null)
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
  const timeFault = at === null ? t('timeMissing') : Date.parse(at) <= Date.now() ? t('timePast') : undefined
  const faults = faultsOf(release.error)
  return (
    <Modal
      open
      title={t('release')}
      okText={isLater ? t('releaseLaterVerb') : t('releaseVerb')}
      cancelText={common('cancel')}
      confirmLoading={release.isPending}
      onOk={() => {
        setTried(true)
        if (isLater && timeFault !== undefined) return
        release.mutate({
          params: { id: batch.id },
          body: { expectedVersion: batch.version, at: isLater ? at : null },
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
        <Radio.Group
          aria-label={t('when')}
          value={isLater}
          onChange={(event) => setLater(event.target.value === true)}
          options={[
            { value: false, label: t('atOnce') },
            { value: true, label: t('atTime') },
          ]}
        />
        {isLater && (
          <Field
            label={t('effectiveAt')}
            isRequired
            hint={t('beijingTime')}
            error={isTried ? timeFault : undefined}
            problem={release.error}
            pointer="/at"
          >
            <DateTimeField value={at} onChange={setAt} />
          </Field>
        )}
        <p className="hint">{isLater ? t('releaseLaterHint') : t('releaseNowHint')}</p>
      </div>
    </Modal>
  )
}
