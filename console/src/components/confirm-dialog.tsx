import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog.tsx'
import type { ApiProblem } from '../api/problem.ts'
import { ProblemNotice } from './problem-notice.tsx'

interface ConfirmDialogProps {
  isOpen: boolean
  title: string
  /** What will happen, and where: “将从 9 个网站 26 个页面撤下”. */
  effect: ReactNode
  /** The verb on the button: 撤回, 删除. Never “确定”. */
  verb: string
  isDanger?: boolean
  isBusy?: boolean
  problem?: ApiProblem | null | undefined
  onConfirm: () => void
  onCancel: () => void
}

/** Says what will happen before it does. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      open={props.isOpen}
      title={props.title}
      okText={props.verb}
      cancelText={t('cancel')}
      okButtonProps={{ danger: props.isDanger ?? false }}
      confirmLoading={props.isBusy ?? false}
      onOk={props.onConfirm}
      onCancel={props.onCancel}
      destroyOnHidden
    >
      {props.problem && <ProblemNotice problem={props.problem} />}
      <div className="lead">{props.effect}</div>
    </Dialog>
  )
}
