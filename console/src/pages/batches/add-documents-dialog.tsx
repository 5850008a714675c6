import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { DocumentsSelect } from './documents-select.tsx'
import type { Batch } from './types.ts'
import { useAddEntries } from './use-add-entries.tsx'

/** Documents whose open edition is to be published with the batch. */
export function AddDocumentsDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const [ids, setIds] = useState<string[]>([])
  const [isTried, setTried] = useState(false)
  const { add, isPending, error } = useAddEntries(onClose)
  const there = new Set(batch.entries.map((entry) => entry.documentId))
  return (
    <Dialog
      open
      title={t('addDocuments')}
      okText={t('addDocuments')}
      cancelText={common('cancel')}
      confirmLoading={isPending}
      onOk={() => {
        setTried(true)
        if (ids.length > 0)
          add(
            batch,
            ids.map((documentId) => ({ kind: 'publish', documentId })),
          )
      }}
      onCancel={onClose}
    >
      <div className="form">
        {error && <ProblemNotice problem={error} />}
        <Field
          label={t('documents')}
          isRequired
          hint={t('addDocumentsHint')}
          error={isTried && ids.length === 0 ? t('documentsMissing') : undefined}
        >
          <DocumentsSelect value={ids} only="pending" except={there} onChange={setIds} />
        </Field>
      </div>
    </Dialog>
  )
}
