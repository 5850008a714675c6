import { Input } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog.tsx'
import type { ApiProblem } from '../api/problem.ts'
import { Field } from './field.tsx'
import { ProblemNotice } from './problem-notice.tsx'

interface ReasonDialogProps {
  isOpen: boolean
  title: string
  effect?: ReactNode
  label?: string
  hint?: string
  verb: string
  isDanger?: boolean
  isBusy?: boolean
  problem?: ApiProblem | null | undefined
  /** Further fields between effect and reason. */
  children?: ReactNode
  /** Every attempt, with or without a reason: from now on those fields mark what is missing. */
  onTry?: () => void
  onSubmit: (reason: string) => void
  onCancel: () => void
}

/** An act that needs a reason on record. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation()
  const { t: words } = useTranslation('components')
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { isOpen } = props
  useEffect(() => {
    if (!isOpen) return
    setReason('')
    setMissing(false)
  }, [isOpen])
  const submit = () => {
    props.onTry?.()
    if (reason.trim() === '') setMissing(true)
    else props.onSubmit(reason.trim())
  }
  return (
    <Dialog
      open={isOpen}
      title={props.title}
      okText={props.verb}
      cancelText={t('cancel')}
      okButtonProps={{ danger: props.isDanger ?? false }}
      confirmLoading={props.isBusy ?? false}
      onOk={submit}
      onCancel={props.onCancel}
      destroyOnHidden
    >
      <div className="form">
        {props.problem && (
          <ProblemNotice problem={props.problem} shownPointers={['/reason', '/body/reason', '/body/redirectTo']} />
        )}
        {props.effect !== undefined && <div className="lead">{props.effect}</div>}
        {props.children}
        <Field
          label={props.label ?? t('reason')}
          isRequired
          hint={props.hint ?? words('reasonHint')}
          error={isMissing && reason.trim() === '' ? words('reasonMissing') : undefined}
          problem={props.problem}
          pointer="/reason"
        >
          <Input.TextArea
            autoFocus
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
            }}
          />
        </Field>
      </div>
    </Dialog>
  )
}
