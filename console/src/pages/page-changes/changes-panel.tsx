import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { listPageChanges } from '../../../../src/modules/library/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatSecond } from '../../components/time.ts'
import { ChangeDrawer } from './change-drawer.tsx'
import { ChangeStateChip } from './state-chip.tsx'
import { KINDS, useChangeWords } from './use-change-words.ts'
import { useDuration } from './use-duration.ts'

const defaults = { kind: '', lane: '', period: '', change: '', page: 1, pageSize: 20 }
const HOUR = 3_600_000
const PERIODS: Readonly<Record<string, number>> = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR }
const LOOK_MS = 2_000

/** What changes did, the newest first. */
export function ChangesPanel() {
  const { t } = useTranslation('pageChanges')
  const { kindName, nameOf } = useChangeWords()
  const duration = useDuration()
  const [filters, setFilters] = useAddress(defaults)
  const { period, lane } = filters
  const from = useMemo(() => {
    const length = PERIODS[period]
    return length === undefined ? undefined : new Date(Date.now() - length).toISOString()
  }, [period])
  const { data, error, isFetching, refetch } = useOperation(
    listPageChanges,
    {
      query: {
        page: filters.page,
        pageSize: filters.pageSize,
        kind: KINDS.find((kind) => kind === filters.kind),
        isBulk: lane === 'bulk' ? 'true' : lane === 'person' ? 'false' : undefined,
        from,
      },
    },
    { refreshEvery: LOOK_MS },
  )
  return (
    <Panel title={t('recent')}>
      <FilterBar
        selects={[
          {
            name: 'kind',
            label: t('kind'),
            any: t('anyKind'),
            value: filters.kind,
            options: KINDS.map((kind) => ({ value: kind, label: kindName(kind) })),
          },
          {
            name: 'lane',
            label: t('lane'),
            any: t('anyLane'),
            value: lane,
            options: [
              { value: 'person', label: t('lanePerson') },
              { value: 'bulk', label: t('laneBulk') },
            ],
          },
          {
            name: 'period',
            label: t('period'),
            any: t('anyPeriod'),
            value: period,
            options: [
              { value: 'hour', label: t('lastHour') },
              { value: 'day', label: t('lastDay') },
              { value: 'week', label: t('lastWeek') },
            ],
          },
        ]}
        onChange={setFilters}
        onClear={() => setFilters(defaults)}
      />
      <DataTable
        label={t('recentTable')}
        columns={[
          {
            key: 'what',
            label: t('what'),
            isTitle: true,
            render: (row) => (
              <a
                href={`?change=${row.number}`}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey) return
                  event.preventDefault()
                  setFilters({ change: row.number, page: filters.page })
                }}
              >
                {nameOf(row)}
              </a>
            ),
          },
          { key: 'kind', label: t('kind'), render: (row) => kindName(row.kind) },
          { key: 'sites', label: t('sites'), isFigure: true, render: (row) => row.sites.toLocaleString('en') },
          { key: 'pages', label: t('pages'), isFigure: true, render: (row) => row.pages.toLocaleString('en') },
          {
            key: 'took',
            label: t('took'),
            isFigure: true,
            render: (row) => (row.tookMs === null ? '—' : duration(row.tookMs)),
          },
          {
            key: 'state',
            label: t('state'),
            render: (row) => (
              <>
                <ChangeStateChip state={row.state} />
                {row.failed > 0 && <span className="hint"> {t('failedShort', { count: row.failed })}</span>}
              </>
            ),
          },
          {
            key: 'at',
            label: t('at'),
            render: (row) => <time dateTime={row.begunAt}>{formatSecond(row.begunAt)}</time>,
          },
        ]}
        rows={data?.items}
        rowKey={(row) => row.number}
        rowLabel={nameOf}
        problem={error}
        onRetry={() => void refetch()}
        isRefreshing={isFetching && data === undefined}
        paging={data}
        onPageSize={(pageSize) => setFilters({ pageSize })}
        empty={{ title: t('noChanges'), advice: t('noChangesAdvice') }}
      />
      {filters.change !== '' && (
        <ChangeDrawer number={filters.change} onClose={() => setFilters({ change: '', page: filters.page })} />
      )}
    </Panel>
  )
}
