import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BatchWithdrawReason } from '../../../../src/modules/content/contract.ts'
import { Field } from '../../components/field.tsx'
import { ReasonDialog } from '../../components/reason-dialog.tsx'
import { DocumentSelect } from '../content/document-select.tsx'
import { DocumentsSelect } from './documents-select.tsx'
import type { Batch } from './types.ts'
import { useAddEntries } from './use-add-entries.tsx'

/** A document to be taken down, or marked repealed, when the batch takes effect. */
export function AddWithdrawalDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const [ids, setIds] = useState<string[]>([])
  const [reason, setReason] = useState<(typeof BatchWithdrawReason.options)[number]>('error')
  const [redirectTo, setRedirectTo] = useState('')
  const [successorId, setSuccessorId] = useState<string>()
  const [isTried, setTried] = useState(false)
  const { add, isPending, error } = useAddEntries(onClose)
  const names = { error: t('reasonError'), moved: t('reasonMoved'), repealed: t('reasonRepealed') }
  const effects = { error: t('effectError'), moved: t('effectMoved'), repealed: t('effectRepealed') }
  const hints = { error: t('noteShown'), moved: t('noteKept'), repealed: t('noteBeside') }
  const [documentId] = ids
  const needsAddress = reason === 'moved' && redirectTo.trim() === ''
  const there = new Set(batch.entries.map((entry) => entry.documentId))
  return (
    <ReasonDialog
      isOpen
      title={t('addWithdrawal')}
      label={t('withdrawNote')}
      hint={hints[reason]}
      verb={t('addWithdrawal')}
      isBusy={isPending}
      problem={error}
      effect={t('withdrawalHint')}
      onTry={() => setTried(true)}
      onSubmit={(note) => {
        if (documentId === undefined || needsAddress) return
        add(batch, [
          {
            kind: 'withdraw',
            documentId,
            reason,
            note,
            ...(reason === 'moved' ? { redirectTo: redirectTo.trim() } : {}),
            ...(reason === 'repealed' && successorId !== undefined ? { successorId } : {}),
          },
        ])
      }}
      onCancel={onClose}
    >
      <Field
        label={t('document')}
        isRequired
        error={isTried && documentId === undefined ? t('documentMissing') : undefined}
      >
        <DocumentsSelect isSingle value={ids} only="live" except={there} onChange={setIds} />
      </Field>
      <Radio.Group
        className="reasons"
        aria-label={t('withdrawReason')}
        value={reason}
        onChange={(event) =>
          setReason(BatchWithdrawReason.options.find((one) => one === event.target.value) ?? 'error')
        }
      >
        {BatchWithdrawReason.options.map((one) => (
          <Radio key={one} value={one}>
            <b>{names[one]}</b>
            <span className="hint">{effects[one]}</span>
          </Radio>
        ))}
      </Radio.Group>
      {reason === 'moved' && (
        <Field
          label={t('redirectTo')}
          isRequired
          hint={t('redirectHint')}
          error={isTried && needsAddress ? t('redirectMissing') : undefined}
        >
          <Input maxLength={1000} value={redirectTo} onChange={(event) => setRedirectTo(event.target.value)} />
        </Field>
      )}
      {reason === 'repealed' && (
        <Field label={t('successor')} isOptional>
          <DocumentSelect value={successorId} exceptId={documentId ?? ''} onChange={setSuccessorId} />
        </Field>
      )}
    </ReasonDialog>
  )
}
