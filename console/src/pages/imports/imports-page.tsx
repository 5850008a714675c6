import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listRuns, RunState } from '../../../../src/modules/migration/contract.ts'
import { migrationLabels } from '../../../../src/modules/migration/labels.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { aside } from '../../components/marks.ts'
import { useActorName } from '../audit/use-actor-name.ts'
import { RunChip } from './run-chip.tsx'

const defaults = { state: '', page: 1, pageSize: 50 }

/** Earlier imports, the newest first. */
export function ImportsPage() {
  const { t } = useTranslation('imports')
  const label = useLabels(migrationLabels)
  const navigate = useNavigate()
  const [site] = useSite()
  const [filters, setFilters] = useAddress(defaults)
  const state = RunState.safeParse(filters.state).data
  const actor = useActorName()
  const { data, error, isFetching, refetch } = useOperation(
    listRuns,
    {
      query: {
        page: filters.page,
        pageSize: filters.pageSize,
        ...(state ? { state } : {}),
        ...(site ? { siteId: site.id } : {}),
      },
    },
    { refreshEvery: 5_000 },
  )
  useHotkey('N', t('newImport'), () => void navigate({ to: '/imports/new' }))
  return (
    <>
      <PageHead
        title={t('rail')}
        hint={site ? t('ofSite', { site: site.name }) : t('ofAll')}
        action={
          <Link className="button primary" to="/imports/new">
            <Icon name="upload" /> {t('newImport')} <kbd>N</kbd>
          </Link>
        }
      />
      <Panel>
        <FilterBar
          selects={[
            {
              name: 'state',
              label: t('state'),
              any: t('anyState'),
              value: filters.state,
              options: RunState.options.map((value) => ({ value, label: label(`enum.runState.${value}`) })),
            },
          ]}
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable
          label={t('runs')}
          columns={[
            {
              key: 'file',
              label: t('file'),
              isTitle: true,
              render: (row) => (
                <Link to="/imports/$id" params={{ id: row.id }}>
                  {row.fileName}
                  {row.isDryRun && aside('', t('dryRun'))}
                </Link>
              ),
            },
            { key: 'state', label: t('state'), render: (row) => <RunChip run={row} /> },
            { key: 'where', label: t('channel'), render: (row) => `${row.siteName} › ${row.channelName}` },
            { key: 'read', label: t('read'), isFigure: true, render: (row) => row.read.toLocaleString('en') },
            {
              key: 'imported',
              label: t('imported'),
              isFigure: true,
              render: (row) => row.imported.toLocaleString('en'),
            },
            { key: 'updated', label: t('updated'), isFigure: true, render: (row) => row.updated.toLocaleString('en') },
            {
              key: 'rejected',
              label: t('rejected'),
              isFigure: true,
              render: (row) => row.rejected.toLocaleString('en'),
            },
            { key: 'by', label: t('by'), render: (row) => actor(row.startedByName) },
            { key: 'at', label: t('at'), render: (row) => <Moment at={row.createdAt} /> },
          ]}
          rows={data?.items}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.fileName}
          rowTo={(row) => `/imports/${row.id}`}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data === undefined}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={{ title: t('noRuns'), advice: t('noRunsAdvice') }}
        />
      </Panel>
      <KeyLine />
    </>
  )
}
