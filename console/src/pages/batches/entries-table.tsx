import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  checkBatch,
  getBatch,
  listBatches,
  listBatchPages,
  removeEntries,
} from '../../../../src/modules/content/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useCommand } from '../../client.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { useLabels } from '../sites/use-labels.ts'
import type { Batch, Entry, EntryFault } from './types.ts'
import { useSettingValue } from './use-setting-value.ts'

const keyOf = (entry: Entry) => entry.id

/** Everything that will happen, or has, with its check or its outcome beside it. */
export function EntriesTable({ batch, faults }: { batch: Batch; faults: readonly EntryFault[] | undefined }) {
  const { t } = useTranslation('batches')
  const nameOf = useEntryName()
  const columns = useEntryColumns(batch, faults)
  const mayEdit = batch.acts.includes('edit')
  return (
    <DataTable<Entry>
      label={t('entryList')}
      columns={columns}
      rows={batch.entries}
      rowKey={keyOf}
      rowLabel={nameOf}
      {...(mayEdit ? { bulk: (picked, clear) => <Removing batch={batch} picked={picked} onDone={clear} /> } : {})}
      empty={{ title: t('entriesEmpty'), advice: t('entriesEmptyAdvice') }}
    />
  )
}

function Removing({ batch, picked, onDone }: { batch: Batch; picked: readonly Entry[]; onDone: () => void }) {
  const { t } = useTranslation('batches')
  const remove = useCommand(removeEntries, {
    success: t('removed', { count: picked.length }),
    invalidates: [getBatch, checkBatch, listBatches, listBatchPages],
    onDone,
  })
  return (
    <>
      <button
        className="button"
        type="button"
        disabled={remove.isPending}
        onClick={() =>
          remove.mutate({
            params: { id: batch.id },
            body: { expectedVersion: batch.version, entryIds: picked.map((entry) => entry.id) },
          })
        }
      >
        {t('removeEntries')} <span className="num">{picked.length}</span>
      </button>
      <span className="hint">{t('removeHint')}</span>
    </>
  )
}

function useEntryName(): (entry: Entry) => string {
  const { t } = useTranslation('batches')
  const label = useLabels(sitesLabels)
  return (entry) => (entry.key === null ? (entry.title ?? t('hidden')) : label(`setting.${entry.key}`))
}

function useEntryColumns(batch: Batch, faults: readonly EntryFault[] | undefined): readonly Column<Entry>[] {
  const { t } = useTranslation('batches')
  const { state } = batch
  return useMemo((): Column<Entry>[] => {
    const byEntry = new Map((faults ?? []).map((fault) => [fault.entryId, fault]))
    return [
      {
        key: 'what',
        label: t('columnWhat'),
        isTitle: true,
        render: (entry) => <What entry={entry} fault={byEntry.get(entry.id)} />,
      },
      { key: 'kind', label: t('columnKind'), render: (entry) => <Kind entry={entry} /> },
      {
        key: 'where',
        label: t('columnWhere'),
        isWrapping: true,
        render: (entry) => (entry.channelName === null ? entry.siteName : `${entry.siteName} / ${entry.channelName}`),
      },
      state === 'draft'
        ? {
            key: 'state',
            label: t('columnState'),
            render: (entry) => <Readiness isFaulty={byEntry.has(entry.id)} isChecked={faults !== undefined} />,
          }
        : {
            key: 'outcome',
            label: t('columnOutcome'),
            isWrapping: true,
            render: (entry) => <Outcome entry={entry} isWaiting={state === 'scheduled'} />,
          },
    ]
  }, [t, state, faults])
}

function What({ entry, fault }: { entry: Entry; fault: EntryFault | undefined }) {
  const { t } = useTranslation('batches')
  const name = useEntryName()(entry)
  const value = useSettingValue()
  return (
    <>
      {entry.key !== null ? (
        t('becomes', { name, value: value(entry.key, entry.value) })
      ) : entry.documentId === null || entry.title === null ? (
        name
      ) : (
        <Link to="/documents/$id" params={{ id: entry.documentId }}>
          {name}
        </Link>
      )}
      {entry.note !== '' && <span className="hint row-note">{entry.note}</span>}
      {entry.redirectTo !== null && <span className="hint row-note">{entry.redirectTo}</span>}
      {fault && <span className="row-note entry-fault">{fault.text}</span>}
    </>
  )
}

function Kind({ entry }: { entry: Entry }) {
  const { t } = useTranslation('batches')
  switch (entry.kind) {
    case 'publish':
      return <StatusChip tone="info">{entry.isCorrection ? t('kindCorrection') : t('kindNew')}</StatusChip>
    case 'setting':
      return <StatusChip>{t('kindSetting')}</StatusChip>
    case 'withdraw': {
      const names = { error: t('kindWithdraw'), moved: t('kindMoved'), repealed: t('kindRepealed') }
      return <StatusChip tone="warn">{names[entry.reason ?? 'error']}</StatusChip>
    }
  }
}

function Readiness({ isFaulty, isChecked }: { isFaulty: boolean; isChecked: boolean }) {
  const { t } = useTranslation('batches')
  if (isFaulty) return <StatusChip tone="bad">{t('notReady')}</StatusChip>
  return isChecked ? <StatusChip tone="ok">{t('ready')}</StatusChip> : <span className="hint">{t('notChecked')}</span>
}

function Outcome({ entry, isWaiting }: { entry: Entry; isWaiting: boolean }) {
  const { t } = useTranslation('batches')
  switch (entry.outcome) {
    case 'undone':
      return <StatusChip tone="plain">{t('outcomeUndone')}</StatusChip>
    case 'kept':
      return (
        <>
          <StatusChip tone="warn">{t('outcomeKept')}</StatusChip>
          {entry.outcomeCode !== null && <span className="hint row-note">{entry.outcomeText}</span>}
        </>
      )
    case 'released':
      return (
        <StatusChip tone={isWaiting ? 'info' : 'ok'}>
          {isWaiting ? t('outcomeWaiting') : t('outcomeReleased')}
        </StatusChip>
      )
    case null:
      return null
  }
}
