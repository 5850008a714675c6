import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '../../app/use-address.ts'
import { PageHead } from '../../components/page-head.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { DraftNotice } from '../../editor/draft-notice.tsx'
import { AddressesPanel } from './addresses-panel.tsx'
import { ChecksPanel } from './checks-panel.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { DocumentActs } from './document-acts.tsx'
import { DocumentHistory } from './document-history.tsx'
import { DocumentSheet } from './document-sheet.tsx'
import { fieldId, goToField } from './field-id.ts'
import { LockNotice } from './lock-notice.tsx'
import { MoreFields } from './more-fields.tsx'
import { PlacesPanel } from './places-panel.tsx'
import { PreviewDrawer } from './preview-drawer.tsx'
import { ReceiptPanel } from './receipt-panel.tsx'
import { ReturnNotice } from './return-notice.tsx'
import { SchedulePanel } from './schedule-panel.tsx'
import { StateChip } from './state-chip.tsx'
import type { FullDocument } from './types.ts'
import { WithdrawalNotice } from './withdrawal-notice.tsx'
import { useDocumentEditor } from './use-document-editor.ts'

/** The editor: the text left, everything around its publication right. */
export function DocumentEditorScreen({ loaded }: { loaded: FullDocument }) {
  const { t } = useTranslation('content')
  const { modal } = App.useApp()
  const editor = useDocumentEditor(loaded)
  const { document: doc, autosave, lock, local, canEdit } = editor
  const [isTried, setTried] = useState(false)
  const [isPreviewing, setPreviewing] = useState(false)
  const [{ begin }] = useAddress({ begin: false })

  useEffect(() => {
    if (!begin) return
    // The text editor builds itself a moment after the page.
    const timer = setInterval(() => {
      if (!document.querySelector(`#${fieldId('/body')} [contenteditable="true"]`)) return
      clearInterval(timer)
      goToField('/body')
    }, 50)
    return () => clearInterval(timer)
  }, [begin])

  const guard = useRef(autosave)
  useEffect(() => {
    guard.current = autosave
  })
  useBlocker({
    enableBeforeUnload: false,
    shouldBlockFn: async () => {
      if (!guard.current.isUnsaved || (await guard.current.flush())) return false
      return !(await modal.confirm({
        title: t('leaveTitle'),
        content: t('leaveLead'),
        okText: t('leave'),
        cancelText: t('stay'),
      }))
    },
  })

  // Of an erased text there is nothing left to look at.
  const isErased = doc.withdrawal?.reason === 'privacy'
  const isStale = autosave.problem?.code === 'version-conflict'
  const problem = isStale || autosave.problem?.code === 'document-locked' ? undefined : autosave.problem
  return (
    <>
      <PageHead
        title={canEdit ? t('editDocument') : t('readDocument')}
        back={{ to: '/documents', label: t('documents') }}
        chip={
          <>
            <StateChip row={doc} /> <span className="hint">v{doc.editionNumber}</span>
          </>
        }
        hint={
          <span className="hint" role="status">
            {autosave.statusText !== '' ? autosave.statusText : editor.isReadOnly ? t('readOnly') : t('savesItself')}
          </span>
        }
        acts={<DocumentActs editor={editor} onPreview={() => setPreviewing(true)} onTried={() => setTried(true)} />}
      />
      <div className="notices">
        {lock.other !== undefined && canEdit && <LockNotice byName={lock.other} onTakeOver={editor.takeOver} />}
        {local.found && canEdit && (
          <DraftNotice
            savedAt={local.found.savedAt}
            onRestore={editor.restoreLocal}
            onDiscard={() => local.settle('discarded')}
          />
        )}
        <ReturnNotice document={doc} />
        <WithdrawalNotice document={doc} />
        {doc.state === 'released' && canEdit && (
          <p className="notice info-notice">{t('editReleased', { number: doc.editionNumber })}</p>
        )}
      </div>
      <div className="two editor">
        <div className="editor-main">
          <DocumentSheet editor={editor} isTried={isTried} />
          <MoreFields editor={editor} isTried={isTried} />
        </div>
        <aside aria-label={t('publishing')}>
          {doc.itemId !== null && <ReceiptPanel document={doc} />}
          <PlacesPanel editor={editor} />
          {!isErased && (
            <ChecksPanel
              checks={doc.checks}
              isSaving={autosave.status === 'dirty' || autosave.status === 'saving'}
              isReading={editor.isReadOnly}
            />
          )}
          <SchedulePanel editor={editor} />
          {doc.itemId !== null && <AddressesPanel document={doc} />}
          <DocumentHistory document={doc} />
        </aside>
      </div>
      {problem && (
        <div className="unsaved">
          <ProblemNotice problem={problem} onRetry={() => void autosave.flush()} />
        </div>
      )}
      {isStale && <ConflictDialog editor={editor} />}
      <PreviewDrawer isOpen={isPreviewing} onClose={() => setPreviewing(false)} draft={editor.draft} document={doc} />
    </>
  )
}
