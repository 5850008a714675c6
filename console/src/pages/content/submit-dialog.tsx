import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import type { ApiProblem } from '../../api/problem.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { goToField } from './field-id.ts'
import { useStageName } from './stage-name.ts'
import type { FullDocument } from './types.ts'

interface SubmitDialogProps {
  document: FullDocument
  isBusy: boolean
  problem: ApiProblem | null
  onSubmit: (note: string) => void
  onClose: () => void
}

/** Hands a text on; while something must be mended it says what, and leads there. */
export function SubmitDialog({ document: doc, isBusy, problem, onSubmit, onClose }: SubmitDialogProps) {
  const { t } = useTranslation('content')
  const { t: common } = useTranslation()
  const stageName = useStageName()
  const [note, setNote] = useState('')
  const musts = doc.checks.filter((check) => check.level === 'must')
  const first = musts[0]
  if (first) {
    const lead = () => {
      onClose()
      // The dialog gives the focus back first; then it may move.
      setTimeout(() => goToField(first.pointer), 300)
    }
    return (
      <Dialog
        open
        title={t('notReadyTitle')}
        okText={t('mendFirst')}
        cancelText={common('cancel')}
        onOk={lead}
        onCancel={onClose}
      >
        <ul className="outcome">
          {musts.map((check) => (
            <li key={`${check.code} ${check.pointer} ${check.text}`}>{check.text}</li>
          ))}
        </ul>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      title={t('submit')}
      okText={t('submit')}
      cancelText={common('cancel')}
      confirmLoading={isBusy}
      onOk={() => onSubmit(note.trim())}
      onCancel={onClose}
    >
      <div className="form">
        {problem && <ProblemNotice problem={problem} />}
        <p>
          {doc.stages === 0
            ? t('submitEffectNone')
            : t('submitEffect', { stage: stageName(1, doc.stages), count: doc.stages })}
        </p>
        <Field label={t('submitNote')} isOptional hint={t('submitNoteHint')}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit(note.trim())
            }}
          />
        </Field>
      </div>
    </Dialog>
  )
}
