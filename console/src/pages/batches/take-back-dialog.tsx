import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  cancelBatch,
  checkBatch,
  getBatch,
  getInbox,
  listBatches,
  listBatchPages,
  listDocuments,
  undoBatch,
} from '../../../../src/modules/content/contract.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useCommand } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { FaultList } from './fault-list.tsx'
import { faultsOf } from './faults-of.ts'
import type { Batch } from './types.ts'
import { useContents } from './use-batch-words.ts'

/** Cancel before its instant, undo after it. What somebody has changed since is named first, and left only on explicit wish. */
export function TakeBackDialog({ batch, act, onClose }: { batch: Batch; act: 'cancel' | 'undo'; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const { t: parts } = useTranslation('components')
  const contents = useContents()
  const [note, setNote] = useState('')
  const [skipChanged, setSkipChanged] = useState(false)
  const [isTried, setTried] = useState(false)
  const options = {
    announcesProblem: false,
    invalidates: [getBatch, checkBatch, listBatches, listBatchPages, listDocuments, getInbox],
    onDone: onClose,
  }
  const cancel = useCommand(cancelBatch, { ...options, success: t('cancelled') })
  const undo = useCommand(undoBatch, {
    ...options,
    success: (reply) => {
      const kept = reply.entries.filter((entry) => entry.outcome === 'kept').length
      return kept === 0 ? t('undone') : t('undoneSome', { kept: t('keptCount', { count: kept }) })
    },
  })
  const { isPending, error } = act === 'cancel' ? cancel : undo
  const faults = faultsOf(error)
  const isChanged = faults.length > 0
  const isNoteMissing = act === 'undo' && note.trim() === ''
  const submit = () => {
    setTried(true)
    if (isNoteMissing || (isChanged && !skipChanged)) return
    const params = { id: batch.id }
    const body = { expectedVersion: batch.version, skipChanged }
    // What was refused is read before anything is asked for again.
    const answered = { onError: () => setTried(false) }
    if (act === 'cancel') cancel.mutate({ params, body }, answered)
    else undo.mutate({ params, body: { ...body, note: note.trim() } }, answered)
  }
  return (
    <Dialog
      open
      title={act === 'cancel' ? t('cancelBatch') : t('undo')}
      okText={act === 'cancel' ? t('cancelBatch') : t('undoVerb')}
      cancelText={common('close')}
      okButtonProps={{ danger: act === 'undo' }}
      confirmLoading={isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="form">
        {error && <ProblemNotice problem={error} />}
        {isChanged ? (
          <div>
            <p>{t('changedSince')}</p>
            <FaultList faults={faults} />
            <Checkbox checked={skipChanged} onChange={(event) => setSkipChanged(event.target.checked)}>
              {t('skipChanged')}
            </Checkbox>
            {isTried && !skipChanged && <p className="field-error">{t('skipMissing')}</p>}
          </div>
        ) : (
          <p className="lead">
            {act === 'cancel' ? t('cancelEffect', { what: contents(batch.counts) }) : t('undoEffect')}
          </p>
        )}
        {act === 'undo' && (
          <Field label={t('undoNote')} isRequired error={isTried && isNoteMissing ? parts('reasonMissing') : undefined}>
            <Input.TextArea
              autoFocus
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
        )}
      </div>
    </Dialog>
  )
}
