import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { getDocument } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { paragraphsOf } from '../../components/paragraphs-of.ts'
import { SideBySideDiff } from '../../components/side-by-side-diff.tsx'
import { formatMoment } from '../../components/time.ts'
import { useActorName } from '../audit/use-actor-name.ts'
import { fromEditor, toCompare } from './body-sources.ts'
import { editionWith } from './draft.ts'
import { FactTable } from './fact-table.tsx'
import type { DocumentEditor } from './use-document-editor.ts'

/** Somebody saved meanwhile: both texts side by side, and nothing is thrown away before one has decided. */
export function ConflictDialog({ editor }: { editor: DocumentEditor }) {
  const { t } = useTranslation('content')
  const actor = useActorName()
  const { message } = App.useApp()
  const { document: doc, draft, adopt, overwrite } = editor
  const { data, error, refetch } = useOperation(
    getDocument,
    { params: { id: doc.id } },
    { staleFor: 0, keepsPrevious: false },
  )
  const theirs = data && data.version > doc.version ? data : undefined
  const copy = async () => {
    const text = [draft.title, ...paragraphsOf(draft.body)].join('\n')
    await navigator.clipboard.writeText(text).then(
      () => message.success(t('copied')),
      () => message.error(t('notCopied')),
    )
  }
  const canOverwrite = theirs?.acts.includes('edit') ?? false
  return (
    <Dialog
      open
      width="min(1120px, 96vw)"
      title={t('conflictTitle')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={[
        <Button key="copy" onClick={() => void copy()}>
          {t('copyMine')}
        </Button>,
        <Button key="theirs" disabled={!theirs} onClick={() => theirs && adopt(theirs)}>
          {t('takeTheirs')}
        </Button>,
        <Button key="mine" type="primary" disabled={!canOverwrite} onClick={() => theirs && void overwrite(theirs)}>
          {t('keepMine')}
        </Button>,
      ]}
    >
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {theirs && (
        <div className="conflict">
          <p>{t('conflictLead', { name: actor(theirs.updatedByName), at: formatMoment(theirs.updatedAt) })}</p>
          {canOverwrite && theirs.lock !== null && !theirs.lock.isMine && (
            <p className="hint">{t('conflictLocked', { name: theirs.lock.byName })}</p>
          )}
          {!canOverwrite && <p className="hint">{t('conflictClosed')}</p>}
          <SideBySideDiff
            before={{
              label: t('theirText', { name: actor(theirs.updatedByName) }),
              html: toCompare(theirs.edition.body),
            }}
            after={{ label: t('myText'), html: toCompare(fromEditor(draft.body)) }}
          />
          <FactTable kind={doc.kind} before={theirs.edition} after={editionWith(theirs.edition, draft)} />
        </div>
      )}
    </Dialog>
  )
}
