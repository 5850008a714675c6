import { useTranslation } from 'react-i18next'
import { listUnreadFiles } from '../../../../src/modules/search/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { sizeWords } from '../../components/size-words.ts'
import { aside } from '../../components/marks.ts'
import { portalHref } from '../content/portal-href.ts'

const defaults = { q: '', reason: '', page: 1, pageSize: 20 }

/** Attached files whose text could not be read: their words are not found. */
export function UnreadFilesPanel() {
  const { t } = useTranslation('search')
  const [filters, setFilters] = useAddress(defaults)
  const { data, error, isFetching, refetch } = useOperation(listUnreadFiles, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      ...(filters.q === '' ? {} : { q: filters.q }),
      ...(filters.reason === '' ? {} : { reason: filters.reason }),
    },
  })
  const names: Readonly<Record<string, string>> = {
    encrypted: t('reasonEncrypted'),
    broken: t('reasonBroken'),
    'too-large': t('reasonTooLarge'),
    timeout: t('reasonTimeout'),
    memory: t('reasonMemory'),
    missing: t('reasonMissing'),
  }
  const reasonName = (reason: string) => names[reason] ?? reason
  return (
    <Panel title={t('unreadFiles')}>
      <FilterBar
        search={{ label: t('findFiles'), value: filters.q }}
        selects={[
          {
            name: 'reason',
            label: t('reason'),
            any: t('anyReason'),
            value: filters.reason,
            options: (data?.reasons ?? []).map(({ reason, files }) => ({
              value: reason,
              label: aside(reasonName(reason), String(files)),
            })),
          },
        ]}
        onChange={setFilters}
        onClear={() => setFilters(defaults)}
      />
      <DataTable
        label={t('unreadTable')}
        columns={[
          { key: 'name', label: t('file'), isTitle: true, render: (row) => row.fileName },
          {
            key: 'reason',
            label: t('reason'),
            isWrapping: true,
            render: (row) => (
              <>
                {reasonName(row.reason)}
                {row.detail !== '' && <span className="hint"> {row.detail}</span>}
              </>
            ),
          },
          { key: 'bytes', label: t('bytes'), isFigure: true, render: (row) => sizeWords(row.bytes) },
          {
            key: 'item',
            label: t('ofItem'),
            isWrapping: true,
            render: (row) =>
              row.itemTitle !== null && row.host !== null && row.path !== null ? (
                <a href={portalHref({ host: row.host, path: row.path })} target="_blank" rel="noreferrer">
                  {row.itemTitle} <Icon name="out" />
                  <span className="unseen">{t('newWindow')}</span>
                </a>
              ) : (
                row.itemTitle
              ),
          },
          { key: 'site', label: t('site'), render: (row) => row.siteName },
          { key: 'at', label: t('readAt'), render: (row) => <Moment at={row.at} /> },
        ]}
        rows={data?.items}
        rowKey={(row) => row.blob}
        rowLabel={(row) => row.fileName}
        problem={error}
        onRetry={() => void refetch()}
        isRefreshing={isFetching && data !== undefined}
        paging={data}
        onPageSize={(pageSize) => setFilters({ pageSize })}
        empty={{ title: t('noUnread'), advice: t('noUnreadAdvice') }}
      />
    </Panel>
  )
}
