import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BatchState, listBatches } from '../../../../src/modules/content/contract.ts'
import { contentLabels } from '../../../../src/modules/content/labels.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { BatchChip } from './batch-chip.tsx'
import { NewBatchDialog } from './batch-dialog.tsx'
import type { BatchRow } from './types.ts'
import { useContents } from './use-batch-words.ts'
import '../content/content.css'
import './batches.css'

const defaults = { q: '', state: '', page: 1, pageSize: 50 }
const keyOf = (row: BatchRow) => row.id
const labelOf = (row: BatchRow) => row.name
const pathOf = (row: BatchRow) => `/batches/${row.id}`

/** Every batch of the sites one works on, the last changed first. */
export function BatchesPage() {
  const { t } = useTranslation('batches')
  const label = useLabels(contentLabels)
  const can = useCan()
  const navigate = useNavigate()
  const [site] = useSite()
  const [filters, setFilters] = useAddress(defaults)
  const [isStarting, setStarting] = useState(false)
  const state = BatchState.safeParse(filters.state).data
  const { data, error, isFetching, refetch } = useOperation(listBatches, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      ...(state ? { state } : {}),
      ...(filters.q === '' ? {} : { text: filters.q }),
      ...(site ? { siteId: site.id } : {}),
    },
  })
  const columns = useBatchColumns()
  const mayCreate = can('document.publish')
  const isNarrowed = filters.q !== '' || filters.state !== ''
  useHotkey('N', t('newBatch'), () => setStarting(true), { isEnabled: mayCreate })
  return (
    <>
      <PageHead
        title={t('rail')}
        hint={site?.name ?? t('ofAll')}
        action={
          mayCreate && (
            <button className="button primary" type="button" onClick={() => setStarting(true)}>
              <Icon name="plus" /> {t('newBatch')} <kbd>N</kbd>
            </button>
          )
        }
      />
      <Panel label={t('rail')}>
        <FilterBar
          search={{ label: t('find'), value: filters.q }}
          selects={[
            {
              name: 'state',
              label: t('state'),
              any: t('anyState'),
              value: filters.state,
              options: BatchState.options.map((value) => ({ value, label: label(`enum.batchState.${value}`) })),
            },
          ]}
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable<BatchRow>
          label={t('list')}
          columns={columns}
          rows={data?.items}
          rowKey={keyOf}
          rowLabel={labelOf}
          rowTo={pathOf}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={isNarrowed ? { title: t('noneFound') } : { title: t('empty'), advice: t('emptyAdvice') }}
        />
      </Panel>
      {isStarting && (
        <NewBatchDialog
          onDone={(batch) => void navigate({ to: '/batches/$id', params: { id: batch.id } })}
          onClose={() => setStarting(false)}
        />
      )}
      <KeyLine />
    </>
  )
}

function useBatchColumns(): readonly Column<BatchRow>[] {
  const { t } = useTranslation('batches')
  const contents = useContents()
  return useMemo(
    (): Column<BatchRow>[] => [
      {
        key: 'name',
        label: t('name'),
        isTitle: true,
        render: (row) => (
          <>
            <Link to="/batches/$id" params={{ id: row.id }}>
              {row.name}
            </Link>
            {row.note !== '' && <span className="hint row-note">{row.note}</span>}
          </>
        ),
      },
      { key: 'state', label: t('state'), render: (row) => <BatchChip state={row.state} /> },
      { key: 'effectiveAt', label: t('effectiveAt'), render: (row) => <Moment at={row.effectiveAt} /> },
      { key: 'contents', label: t('contents'), render: (row) => contents(row.counts) },
      { key: 'sites', label: t('sites'), isFigure: true, render: (row) => row.counts.sites },
      { key: 'site', label: t('site'), isWrapping: true, render: (row) => row.siteName },
      { key: 'by', label: t('createdBy'), render: (row) => row.createdByName },
      { key: 'updatedAt', label: t('updatedAt'), render: (row) => <Moment at={row.updatedAt} /> },
    ],
    [t, contents],
  )
}
