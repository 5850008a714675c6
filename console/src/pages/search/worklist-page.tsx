import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  listWorkWords,
  outcomes,
  reopenWord,
  type WorkWord,
  workSorts,
} from '../../../../src/modules/search/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useCommand, useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { SearchTabs } from './search-tabs.tsx'
import { SettleDialog } from './settle-dialog.tsx'
import { colon } from '../../components/marks.ts'
import { useOutcomes } from './use-outcomes.ts'

const defaults = { q: '', state: '', outcome: '', sort: '-zero', page: 1, pageSize: 50 }

/** Words that find nothing, until somebody has seen to them. */
export function WorklistPage() {
  const { t } = useTranslation('search')
  const outcomeName = useOutcomes()
  const [filters, setFilters] = useAddress(defaults)
  const [settling, setSettling] = useState<string>()
  const outcome = outcomes.find((one) => one === filters.outcome)
  const { data, error, isFetching, refetch } = useOperation(listWorkWords, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      state: (['back', 'settled'] as const).find((one) => one === filters.state) ?? 'open',
      sort: workSorts.find((one) => one === filters.sort) ?? '-zero',
      ...(filters.q === '' ? {} : { q: filters.q }),
      ...(outcome ? { outcome } : {}),
    },
  })
  const reopen = useCommand(reopenWord, { success: t('reopened'), invalidates: [listWorkWords] })
  const mayChange = data?.mayChange ?? false
  const settle = (row: WorkWord) => mayChange && setSettling(row.words)
  return (
    <>
      <PageHead title={t('rail')} hint={t('worklistLead')} />
      <SearchTabs current="worklist" />
      <Panel>
        <FilterBar
          search={{ label: t('findWords'), value: filters.q }}
          selects={[
            {
              name: 'state',
              label: t('state'),
              any: t('stateOpen'),
              value: filters.state,
              options: [
                { value: 'back', label: t('stateBack') },
                { value: 'settled', label: t('stateSettled') },
              ],
            },
            {
              name: 'outcome',
              label: t('outcome'),
              any: t('anyOutcome'),
              value: filters.outcome,
              options: outcomes.map((value) => ({ value, label: outcomeName(value) })),
            },
          ]}
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable
          label={t('worklist')}
          columns={[
            {
              key: 'words',
              label: t('word'),
              isTitle: true,
              sort: 'words',
              render: (row) => (
                <>
                  <Link to="/search/try" search={{ q: row.words }}>
                    {row.words}
                  </Link>{' '}
                  {row.isBack && <StatusChip tone="warn">{t('back')}</StatusChip>}
                </>
              ),
            },
            {
              key: 'zero',
              label: t('zeroTimes'),
              isFigure: true,
              sort: 'zero',
              isDescendingFirst: true,
              render: (row) => t('ofTimes', { zero: row.zero, count: row.searches }),
            },
            {
              key: 'lastDay',
              label: t('lastZero'),
              sort: 'lastDay',
              isDescendingFirst: true,
              render: (row) => <time>{row.lastDay}</time>,
            },
            {
              key: 'settled',
              label: t('outcome'),
              isWrapping: true,
              render: ({ settled }) =>
                settled && (
                  <>
                    {outcomeName(settled.outcome)}
                    {settled.note !== '' && (
                      <>
                        {colon()}
                        {settled.note}
                      </>
                    )}
                    <span className="hint">
                      {' '}
                      {settled.changedBy} <Moment at={settled.changedAt} only="day" />
                    </span>
                  </>
                ),
            },
            {
              key: 'returns',
              label: t('returnsOn'),
              render: (row) => row.settled && <time>{row.settled.returnsOn}</time>,
            },
            {
              key: 'acts',
              label: t('acts'),
              isUnseen: true,
              render: (row) =>
                mayChange && (
                  <span className="row-acts">
                    <Link to="/search/synonyms/new" search={{ word: row.words }}>
                      {t('addSynonym')}
                    </Link>
                    <button className="link" type="button" onClick={() => setSettling(row.words)}>
                      {row.settled ? t('settleAgain') : t('settle')}
                    </button>
                    {row.settled && (
                      <button
                        className="link"
                        type="button"
                        onClick={() => reopen.mutate({ body: { words: row.words } })}
                      >
                        {t('reopen')}
                      </button>
                    )}
                  </span>
                ),
            },
          ]}
          rows={data?.items}
          rowKey={(row) => row.words}
          rowLabel={(row) => row.words}
          rowTo={(row) => `/search/try?q=${encodeURIComponent(row.words)}`}
          rowKeys={mayChange ? [{ key: 'E', label: t('settle'), run: settle }] : []}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={
            filters.state === ''
              ? { title: t('noWork'), advice: t('noWorkAdvice') }
              : { title: t('noWords'), advice: t('noWordsAdvice') }
          }
        />
      </Panel>
      {settling !== undefined && <SettleDialog words={settling} onClose={() => setSettling(undefined)} />}
      <KeyLine />
    </>
  )
}
