import { Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { createBatch, getBatch, listBatches, renameBatch } from '../../../../src/modules/content/contract.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useSite } from '../../app/use-site.ts'
import { useCommand } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SiteSelect } from '../content/site-select.tsx'
import type { Batch } from './types.ts'

/** Name, note, and the site whose people answer for it. */
export function NewBatchDialog({ onDone, onClose }: { onDone: (batch: Batch) => void; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const [site] = useSite()
  const [siteId, setSiteId] = useState(site?.id)
  const create = useCommand(createBatch, {
    announcesProblem: false,
    success: t('created'),
    invalidates: [listBatches],
    onDone,
  })
  return (
    <BatchDialog
      title={t('newBatch')}
      verb={t('create')}
      start={{ name: '', note: '' }}
      isBusy={create.isPending}
      problem={create.error}
      isIncomplete={siteId === undefined}
      onSubmit={({ name, note }) => siteId !== undefined && create.mutate({ body: { siteId, name, note } })}
      onClose={onClose}
    >
      {(isTried) => (
        <Field
          label={t('site')}
          isRequired
          hint={t('siteHint')}
          error={isTried && siteId === undefined ? t('siteMissing') : undefined}
        >
          <SiteSelect value={siteId} onChange={setSiteId} />
        </Field>
      )}
    </BatchDialog>
  )
}

export function RenameBatchDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const rename = useCommand(renameBatch, {
    announcesProblem: false,
    success: t('renamed'),
    invalidates: [getBatch, listBatches],
    onDone: onClose,
  })
  return (
    <BatchDialog
      title={t('rename')}
      verb={common('save')}
      start={batch}
      isBusy={rename.isPending}
      problem={rename.error}
      onSubmit={(words) =>
        rename.mutate({ params: { id: batch.id }, body: { expectedVersion: batch.version, ...words } })
      }
      onClose={onClose}
    />
  )
}

interface BatchDialogProps {
  title: string
  verb: string
  start: { name: string; note: string }
  isBusy: boolean
  problem: ApiProblem | null
  isIncomplete?: boolean
  children?: (isTried: boolean) => ReactNode
  onSubmit: (words: { name: string; note: string }) => void
  onClose: () => void
}

function BatchDialog(props: BatchDialogProps) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const [name, setName] = useState(props.start.name)
  const [note, setNote] = useState(props.start.note)
  const [isTried, setTried] = useState(false)
  const isNameless = name.trim() === ''
  const submit = () => {
    setTried(true)
    if (!isNameless && !props.isIncomplete) props.onSubmit({ name: name.trim(), note: note.trim() })
  }
  return (
    <Dialog
      open
      title={props.title}
      okText={props.verb}
      cancelText={common('cancel')}
      confirmLoading={props.isBusy}
      onOk={submit}
      onCancel={props.onClose}
    >
      <div className="form">
        {props.problem && <ProblemNotice problem={props.problem} />}
        <Field
          label={t('name')}
          isRequired
          hint={t('nameHint')}
          error={isTried && isNameless ? t('nameMissing') : undefined}
        >
          <Input
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={(event) => !event.nativeEvent.isComposing && submit()}
          />
        </Field>
        {props.children?.(isTried)}
        <Field label={t('note')} isOptional>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  )
}
