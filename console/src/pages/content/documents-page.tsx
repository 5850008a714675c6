import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { listDocuments } from '../../../../src/modules/content/contract.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { DocumentFilters, filterDefaults } from './document-filters.tsx'
import { sortFrom, viewNames, viewOf, views } from './document-views.ts'
import { DocumentsBulk } from './documents-bulk.tsx'
import { useDocumentColumns } from './documents-columns.tsx'
import type { DocumentRow } from './types.ts'
import { useViewNames } from './use-view-names.ts'
import './content.css'

const keyOf = (row: DocumentRow) => row.id
const labelOf = (row: DocumentRow) => row.title
const pathOf = (row: DocumentRow) => `/documents/${row.id}`

/** Every document one may read, on one site or all. */
export function DocumentsPage() {
  const { t } = useTranslation('content')
  const can = useCan()
  const navigate = useNavigate()
  const names = useViewNames()
  const [filters, setFilters] = useAddress(filterDefaults)
  const [site] = useSite()
  const view = viewOf(filters.view)
  const place = site === undefined ? {} : filters.below ? { underSiteId: site.id } : { siteId: site.id }
  const { data, error, isFetching, refetch } = useOperation(listDocuments, {
    query: {
      ...views[view],
      ...place,
      page: filters.page,
      pageSize: filters.pageSize,
      sort: sortFrom(filters.sort),
      ...(filters.q === '' ? {} : { text: filters.q }),
      ...(filters.channel === '' ? {} : { channelId: filters.channel }),
      ...(filters.kind === '' ? {} : { kind: filters.kind }),
      ...(filters.from === '' ? {} : { from: filters.from }),
      ...(filters.to === '' ? {} : { to: filters.to }),
    },
  })
  const isBin = view === 'bin'
  const columns = useDocumentColumns({ isOneSite: site !== undefined && !filters.below, isBin })
  const write = useCallback(
    () => void navigate({ to: '/documents/new', search: filters.channel === '' ? {} : { channel: filters.channel } }),
    [navigate, filters.channel],
  )
  const rowKeys = useMemo(
    () => [
      {
        key: 'H',
        label: t('keyHistory'),
        run: (row: DocumentRow) => void navigate({ to: `/documents/${row.id}/history` }),
      },
    ],
    [navigate, t],
  )
  const canWrite = can('document.write')
  useHotkey('N', t('write'), write, { isEnabled: canWrite })

  return (
    <>
      <PageHead
        title={t('documents')}
        hint={site?.name ?? t('allSites')}
        acts={
          canWrite && (
            <Link className="button" to="/documents/reprint">
              <Icon name="share" /> {t('reprint')}
            </Link>
          )
        }
        action={
          canWrite && (
            <button className="button primary" type="button" onClick={write}>
              <Icon name="plus" /> {t('write')} <kbd>N</kbd>
            </button>
          )
        }
      />
      <Panel label={t('documents')}>
        <Tabs
          label={t('views')}
          tabs={viewNames.map((name) => ({
            label: names[name],
            to: '/documents',
            search: { ...(name === 'all' ? {} : { view: name }), ...(filters.below ? { below: 'true' } : {}) },
            isCurrent: name === view,
          }))}
        />
        <DocumentFilters filters={filters} siteId={site?.id} onChange={setFilters} />
        <DataTable<DocumentRow>
          label={t('documentList')}
          columns={columns}
          rows={data?.items}
          rowKey={keyOf}
          rowLabel={labelOf}
          rowTo={pathOf}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          rowKeys={rowKeys}
          {...(isBin ? {} : { bulk: (picked, clear) => <DocumentsBulk picked={picked} onClear={clear} /> })}
          empty={{
            title: isBin ? t('binEmpty') : t('nothing'),
            advice: isBin ? t('binEmptyAdvice') : t('nothingAdvice'),
          }}
        />
      </Panel>
      <KeyLine />
    </>
  )
}
