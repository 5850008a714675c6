import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getInbox,
  getReach,
  listDocuments,
  withdrawDocument,
  type WithdrawReason,
} from '../../../../src/modules/content/contract.ts'
import type { z } from 'zod'
import { useCommand, useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ReasonDialog } from '../../components/reason-dialog.tsx'
import { DocumentSelect } from './document-select.tsx'
import type { FullDocument } from './types.ts'

type Reason = z.output<typeof WithdrawReason>

interface WithdrawDialogProps {
  document: FullDocument
  onDone: (document: FullDocument) => void
  onClose: () => void
}

const reasons: readonly Reason[] = ['error', 'moved', 'repealed', 'privacy']

/** Takes a text down with the reason on record; each reason does something else, and says so. */
export function WithdrawDialog({ document: doc, onDone, onClose }: WithdrawDialogProps) {
  const { t } = useTranslation('content')
  const [reason, setReason] = useState<Reason>('error')
  const [redirectTo, setRedirectTo] = useState('')
  const [successorId, setSuccessorId] = useState<string>()
  const [isTried, setTried] = useState(false)
  const { data: reach } = useOperation(getReach, { params: { id: doc.id } })
  const done = {
    error: t('withdrawn'),
    moved: t('withdrawnMoved'),
    repealed: t('withdrawnRepealed'),
    privacy: t('withdrawnErased'),
  }
  const withdraw = useCommand(withdrawDocument, {
    announcesProblem: false,
    success: done[reason],
    invalidates: [listDocuments, getInbox],
    onDone: (reply) => {
      onDone(reply)
      onClose()
    },
  })
  const names = {
    error: t('reasonError'),
    moved: t('reasonMoved'),
    repealed: t('reasonRepealed'),
    privacy: t('reasonPrivacy'),
  }
  const effects = {
    error: t('effectError'),
    moved: t('effectMoved'),
    repealed: t('effectRepealed'),
    privacy: t('effectPrivacy'),
  }
  // A repealed text stays, an erased one never comes back: the button says which.
  const verbs = {
    error: t('withdrawVerb'),
    moved: t('withdrawVerb'),
    repealed: t('repealVerb'),
    privacy: t('eraseVerb'),
  }
  // Readers find the note where the text stood, so whoever writes it has to know.
  const hints = {
    error: t('noteShown'),
    moved: t('noteKept'),
    repealed: t('noteBeside'),
    privacy: t('noteShownPrivacy'),
  }
  const needsAddress = reason === 'moved' && redirectTo.trim() === ''
  return (
    <ReasonDialog
      isOpen
      title={t('withdraw')}
      label={t('withdrawNote')}
      hint={hints[reason]}
      verb={verbs[reason]}
      isDanger
      isBusy={withdraw.isPending}
      problem={withdraw.error}
      effect={reach && t('withdrawReach', { sites: reach.siteCount, pages: reach.pageCount })}
      onTry={() => setTried(true)}
      onSubmit={(note) => {
        if (needsAddress) return
        withdraw.mutate({
          params: { id: doc.id },
          body: {
            expectedVersion: doc.version,
            reason,
            note,
            ...(reason === 'moved' ? { redirectTo: redirectTo.trim() } : {}),
            ...(reason === 'repealed' && successorId !== undefined ? { successorId } : {}),
          },
        })
      }}
      onCancel={onClose}
    >
      <Radio.Group
        className="reasons"
        aria-label={t('withdrawReason')}
        value={reason}
        onChange={(event) => setReason(reasons.find((one) => one === event.target.value) ?? 'error')}
      >
        {reasons.map((one) => (
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
          problem={withdraw.error}
          pointer="/redirectTo"
        >
          <Input maxLength={1000} value={redirectTo} onChange={(event) => setRedirectTo(event.target.value)} />
        </Field>
      )}
      {reason === 'repealed' && (
        <Field label={t('successor')} isOptional hint={t('successorHint')}>
          <DocumentSelect value={successorId} exceptId={doc.id} onChange={setSuccessorId} />
        </Field>
      )}
    </ReasonDialog>
  )
}
