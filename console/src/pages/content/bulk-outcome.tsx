import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { getInbox, listDocuments, restoreDocument } from '../../../../src/modules/content/contract.ts'
import { useCommand } from '../../client.ts'
import type { BulkAct } from './bulk-acts.ts'
import { useRefusalWords } from './refusal-words.ts'

export interface Outcome {
  act: BulkAct
  done: readonly string[]
  refused: readonly { id: string; title: string; code: string }[]
}

/** What became of each: how many went well, and why the others did not. */
export function BulkOutcome({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { t } = useTranslation('content')
  const { t: common } = useTranslation()
  const reason = useRefusalWords()
  const restore = useCommand(restoreDocument, { invalidates: [listDocuments, getInbox] })
  const { act, done, refused } = outcome
  const count = done.length
  const words = {
    submit: t('bulkSubmitted', { count }),
    pass: t('bulkPassed', { count }),
    publish: t('bulkPublished', { count }),
    delete: t('bulkDeleted', { count }),
  }
  const undo = async () => {
    for (const id of done) await restore.mutateAsync({ params: { id } })
    onClose()
  }
  return (
    <Dialog
      open
      title={t('bulkOutcome')}
      onCancel={onClose}
      footer={[
        act === 'delete' && count > 0 && (
          <Button key="undo" loading={restore.isPending} onClick={() => void undo()}>
            {t('undo')}
          </Button>
        ),
        <Button key="close" type="primary" onClick={onClose}>
          {common('close')}
        </Button>,
      ]}
    >
      <p role="status">
        <b>{words[act]}</b>
      </p>
      {refused.length > 0 && (
        <>
          <p>{t('bulkRefused', { count: refused.length })}</p>
          <ul className="outcome">
            {refused.map((one) => (
              <li key={one.id}>
                <Link to="/documents/$id" params={{ id: one.id }}>
                  {one.title === '' ? one.id : one.title}
                </Link>
                <span className="hint">{reason(one.code)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
