import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkBatch, deleteBatch, getBatch, listBatches } from '../../../../src/modules/content/contract.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { formatMoment } from '../../components/time.ts'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { AddDocumentsDialog } from './add-documents-dialog.tsx'
import { AddSettingDialog } from './add-setting-dialog.tsx'
import { AddWithdrawalDialog } from './add-withdrawal-dialog.tsx'
import { BatchChip } from './batch-chip.tsx'
import { RenameBatchDialog } from './batch-dialog.tsx'
import { CheckNotice } from './check-notice.tsx'
import { EntriesTable } from './entries-table.tsx'
import { PagesPanel } from './pages-panel.tsx'
import { ReleaseDialog } from './release-dialog.tsx'
import { TakeBackDialog } from './take-back-dialog.tsx'
import type { Batch } from './types.ts'
import { useContents } from './use-batch-words.ts'
import '../content/content.css'
import '../sites/sites.css'
import './batches.css'

/** One batch: what is in it, whether it can be released, what it changes, and the ways on and back. */
export function BatchPage() {
  const { t } = useTranslation('batches')
  const params: { id?: string } = useParams({ strict: false })
  const { data, error, refetch } = useOperation(
    getBatch,
    { params: { id: params.id ?? '' } },
    // Others fill and release it too.
    { keepsPrevious: false, staleFor: 0 },
  )
  if (data !== undefined) return <BatchDetail batch={data} />
  if (!error) return <PageSkeleton />
  return (
    <>
      <PageHead title={t('rail')} back={{ to: '/batches', label: t('rail') }} />
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
    </>
  )
}

type Asking = 'documents' | 'withdrawal' | 'setting' | 'rename' | 'delete' | 'release' | 'cancel' | 'undo'

function BatchDetail({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const contents = useContents()
  const [asking, setAsking] = useState<Asking>()
  const close = () => setAsking(undefined)
  const may = (act: Batch['acts'][number]) => batch.acts.includes(act)
  const isFilled = batch.entries.length > 0
  const check = useOperation(
    checkBatch,
    { params: { id: batch.id }, query: {} },
    { enabled: may('release') && isFilled, keepsPrevious: false },
  )
  useHotkey('A', t('keyAdd'), () => setAsking('documents'), { isEnabled: may('edit') })
  useHotkey('R', t('keyRelease'), () => setAsking('release'), { isEnabled: may('release') && isFilled })
  return (
    <>
      <PageHead
        title={batch.name}
        back={{ to: '/batches', label: t('rail') }}
        chip={<BatchChip state={batch.state} />}
        hint={
          isFilled
            ? t('involving', { what: contents(batch.counts), sites: t('countSites', { count: batch.counts.sites }) })
            : t('nothingYet')
        }
        acts={<Acts batch={batch} onAsk={setAsking} />}
        action={
          may('release') && (
            <button className="button primary" type="button" disabled={!isFilled} onClick={() => setAsking('release')}>
              {t('release')} <kbd>R</kbd>
            </button>
          )
        }
      />
      <div className="stack">
        <Facts batch={batch} />
        <Panel title={t('entries')} {...(may('edit') ? { extra: <Adding onAsk={setAsking} /> } : {})}>
          {may('release') && isFilled && (
            <CheckNotice
              result={check.data}
              problem={check.error}
              isBusy={check.isFetching}
              onAgain={() => void check.refetch()}
            />
          )}
          <EntriesTable batch={batch} faults={may('release') ? check.data?.faults : undefined} />
        </Panel>
        {isFilled && <PagesPanel batch={batch} />}
      </div>
      {asking === 'documents' && <AddDocumentsDialog batch={batch} onClose={close} />}
      {asking === 'withdrawal' && <AddWithdrawalDialog batch={batch} onClose={close} />}
      {asking === 'setting' && <AddSettingDialog batch={batch} onClose={close} />}
      {asking === 'rename' && <RenameBatchDialog batch={batch} onClose={close} />}
      {asking === 'delete' && <DeleteDialog batch={batch} onClose={close} />}
      {asking === 'release' && <ReleaseDialog batch={batch} onClose={close} />}
      {(asking === 'cancel' || asking === 'undo') && <TakeBackDialog batch={batch} act={asking} onClose={close} />}
      <KeyLine />
    </>
  )
}

function Acts({ batch, onAsk }: { batch: Batch; onAsk: (what: Asking) => void }) {
  const { t } = useTranslation('batches')
  const may = (act: Batch['acts'][number]) => batch.acts.includes(act)
  return (
    <>
      {may('delete') && (
        <button className="button danger" type="button" onClick={() => onAsk('delete')}>
          {t('deleteBatch')}
        </button>
      )}
      {may('edit') && (
        <button className="button" type="button" onClick={() => onAsk('rename')}>
          {t('rename')}
        </button>
      )}
      {may('cancel') && (
        <button className="button" type="button" onClick={() => onAsk('cancel')}>
          {t('cancelBatch')}
        </button>
      )}
      {may('undo') && (
        <button className="button danger" type="button" onClick={() => onAsk('undo')}>
          <Icon name="undo" /> {t('undo')}
        </button>
      )}
    </>
  )
}

function Adding({ onAsk }: { onAsk: (what: Asking) => void }) {
  const { t } = useTranslation('batches')
  return (
    <span className="batch-adding">
      <button className="button" type="button" onClick={() => onAsk('documents')}>
        <Icon name="plus" /> {t('addDocuments')} <kbd>A</kbd>
      </button>
      <button className="button" type="button" onClick={() => onAsk('withdrawal')}>
        {t('addWithdrawal')}
      </button>
      <button className="button" type="button" onClick={() => onAsk('setting')}>
        {t('addSetting')}
      </button>
    </span>
  )
}

function Facts({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches')
  const told = (name: string | null, at: string | null) => (at === null ? null : `${name ?? ''} ${formatMoment(at)}`)
  return (
    <Panel label={t('facts')} isPadded>
      <KeyValue
        pairs={[
          [t('site'), batch.siteName],
          [t('note'), batch.note],
          [t('factCreated'), told(batch.createdByName, batch.createdAt)],
          [t('factReleased'), told(batch.releasedByName, batch.releasedAt)],
          [t('factEffective'), batch.effectiveAt === null ? null : formatMoment(batch.effectiveAt)],
          [t('factUndone'), told(batch.undoneByName, batch.undoneAt)],
        ]}
      />
    </Panel>
  )
}

function DeleteDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const navigate = useNavigate()
  const remove = useCommand(deleteBatch, {
    announcesProblem: false,
    success: t('deleted'),
    invalidates: [listBatches],
    onDone: () => void navigate({ to: '/batches' }),
  })
  return (
    <ConfirmDialog
      isOpen
      isDanger
      title={t('deleteBatch')}
      effect={t('deleteEffect')}
      verb={t('deleteBatch')}
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() => remove.mutate({ params: { id: batch.id }, query: { expectedVersion: batch.version } })}
      onCancel={onClose}
    />
  )
}
