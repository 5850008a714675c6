import { Link, useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  deleteDocument,
  discardEdition,
  getInbox,
  listDocuments,
  recallDocument,
  restoreDocument,
  submitDocument,
} from '../../../../src/modules/content/contract.ts'
import { useCommand } from '../../client.ts'
import { ActMenu } from '../../components/act-menu.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { RestoreButton } from './restore-button.tsx'
import { useStageName } from './stage-name.ts'
import { SubmitDialog } from './submit-dialog.tsx'
import type { DocumentEditor } from './use-document-editor.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'

type Asked = 'submit' | 'publish' | 'withdraw' | 'discard' | 'delete'

interface DocumentActsProps {
  editor: DocumentEditor
  onPreview: () => void
  /** The writer wanted to go on: from now on missing fields are marked. */
  onTried: () => void
}

/** What this person may do with the document now: one primary button, the rest beside it. */
export function DocumentActs({ editor, onPreview, onTried }: DocumentActsProps) {
  const { t } = useTranslation('content')
  const { message } = App.useApp()
  const navigate = useNavigate()
  const stageName = useStageName()
  const { document: doc, autosave, adopt } = editor
  const [asked, setAsked] = useState<Asked>()
  const lists = [listDocuments, getInbox]
  const submit = useCommand(submitDocument, {
    announcesProblem: false,
    invalidates: lists,
    onDone: (reply) => {
      adopt(reply)
      setAsked(undefined)
      void message.success(
        reply.state === 'submitted'
          ? t('submitted', { stage: stageName(reply.stage, reply.stages) })
          : t('submittedToPublisher'),
      )
    },
  })
  const recall = useCommand(recallDocument, { success: t('recalled'), invalidates: lists, onDone: adopt })
  const discard = useCommand(discardEdition, {
    success: t('discarded'),
    announcesProblem: false,
    invalidates: lists,
    onDone: adopt,
  })
  const remove = useCommand(deleteDocument, { announcesProblem: false, invalidates: lists })
  const restore = useCommand(restoreDocument, { success: t('restored'), invalidates: lists })
  const may = (act: (typeof doc.acts)[number]) => doc.acts.includes(act)
  const fresh = { params: { id: doc.id }, body: { expectedVersion: doc.version } }
  const close = () => {
    setAsked(undefined)
    submit.reset()
    discard.reset()
    remove.reset()
  }

  /** Everything typed goes first; with something to mend one is led there instead. */
  const ask = async (act: 'submit' | 'publish', button: HTMLElement) => {
    onTried()
    if (!(await autosave.flush())) return void message.error(t('notSavedYet'))
    // Saving took its time, and somebody may have pressed Tab: the dialog gives the focus back to what opened it.
    button.focus({ preventScroll: true })
    setAsked(act)
  }
  const erase = () =>
    remove.mutate(
      { params: { id: doc.id } },
      {
        onSuccess: () => {
          const key = `deleted ${doc.id}`
          const undo = async () => {
            message.destroy(key)
            await restore.mutateAsync({ params: { id: doc.id } })
            void navigate({ to: '/documents/$id', params: { id: doc.id } })
          }
          void message.success({
            key,
            duration: 8,
            content: (
              <>
                {t('deleted', { title: doc.title })}{' '}
                <button className="link" type="button" onClick={() => void undo()}>
                  {t('undo')}
                </button>
              </>
            ),
          })
          autosave.restart(editor.draft)
          void navigate({ to: '/documents' })
        },
      },
    )

  const firstStage = stageName(1, doc.stages)
  const primary = may('review') ? (
    <Link className="button primary" to="/documents/$id/review" params={{ id: doc.id }}>
      {t('doReview')}
    </Link>
  ) : may('publish') ? (
    <button className="button primary" type="button" onClick={(event) => void ask('publish', event.currentTarget)}>
      {t('publish')}
    </button>
  ) : may('submit') ? (
    <button
      className="button primary"
      type="button"
      disabled={submit.isPending}
      onClick={(event) => void ask('submit', event.currentTarget)}
    >
      {doc.stages === 0 ? t('submitToPublisher') : t('submitTo', { stage: firstStage })}
    </button>
  ) : may('restore') ? (
    <RestoreButton row={doc} />
  ) : null
  const more = [
    ...(may('recall') ? [{ key: 'recall', label: t('recall'), onClick: () => recall.mutate(fresh) }] : []),
    ...(may('withdraw')
      ? [{ key: 'withdraw', label: t('withdraw'), danger: true, onClick: () => setAsked('withdraw') }]
      : []),
    ...(may('discard')
      ? [{ key: 'discard', label: t('discard'), danger: true, onClick: () => setAsked('discard') }]
      : []),
    ...(may('delete') ? [{ key: 'delete', label: t('delete'), danger: true, onClick: () => setAsked('delete') }] : []),
  ]
  return (
    <>
      <button className="button" type="button" onClick={onPreview}>
        <Icon name="eye" /> {t('preview')}
      </button>
      <Link className="button" to="/documents/$id/history" params={{ id: doc.id }}>
        <Icon name="clock" /> {t('history')}
      </Link>
      {more.length > 0 && (
        <ActMenu items={more} className="button">
          {t('moreActs')} <Icon name="down" />
        </ActMenu>
      )}
      {primary}
      {asked === 'submit' && (
        <SubmitDialog
          document={doc}
          isBusy={submit.isPending}
          problem={submit.error}
          onClose={close}
          onSubmit={(note) => submit.mutate({ params: fresh.params, body: { ...fresh.body, note } })}
        />
      )}
      {asked === 'publish' && <PublishDialog document={doc} onDone={adopt} onClose={close} />}
      {asked === 'withdraw' && <WithdrawDialog document={doc} onDone={adopt} onClose={close} />}
      <ConfirmDialog
        isOpen={asked === 'discard'}
        title={t('discard')}
        effect={t('discardEffect', { number: doc.liveEditionNumber ?? 0 })}
        verb={t('discard')}
        isDanger
        isBusy={discard.isPending}
        problem={discard.error}
        onConfirm={() => discard.mutate(fresh, { onSuccess: close })}
        onCancel={close}
      />
      <ConfirmDialog
        isOpen={asked === 'delete'}
        title={t('delete')}
        effect={t('deleteEffect')}
        verb={t('delete')}
        isDanger
        isBusy={remove.isPending}
        problem={remove.error}
        onConfirm={erase}
        onCancel={close}
      />
    </>
  )
}
