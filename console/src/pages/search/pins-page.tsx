import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { deletePin, listPins, pinSorts, pinStates, restorePin } from '../../../../src/modules/search/contract.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useCommand, useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { SearchTabs } from './search-tabs.tsx'
import { listMark } from '../../components/marks.ts'
import { useUndo } from './use-undo.tsx'

const defaults = { q: '', scope: '', state: '', sort: '-changedAt', page: 1, pageSize: 50 }
const STATES = [...pinStates, 'broken'] as const

/** Documents that stand first for some words. */
export function PinsPage() {
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  const navigate = useNavigate()
  const undo = useUndo()
  const [site] = useSite()
  const [filters, setFilters] = useAddress(defaults)
  const state = STATES.find((one) => one === filters.state)
  const scope = filters.scope === 'province' ? 'province' : z.uuid().safeParse(filters.scope).data
  const { data, error, isFetching, refetch } = useOperation(listPins, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      sort: pinSorts.find((one) => one === filters.sort) ?? '-changedAt',
      ...(filters.q === '' ? {} : { q: filters.q }),
      ...(state ? { state } : {}),
      ...(scope ? { scope } : {}),
    },
  })
  const invalidates = [listPins]
  const restore = useCommand(restorePin, { success: t('putBack'), invalidates })
  const remove = useCommand(deletePin, {
    invalidates,
    onDone: (_, { params }) => undo(t('deleted'), () => restore.mutate({ params })),
  })
  const stateNames = { on: t('on'), off: t('off'), ended: t('ended'), broken: t('broken') }
  useHotkey('N', t('newPin'), () => void navigate({ to: '/search/pins/new' }))
  return (
    <>
      <PageHead
        title={t('rail')}
        hint={t('pinsLead')}
        action={
          <Link className="button primary" to="/search/pins/new">
            <Icon name="plus" /> {t('newPin')} <kbd>N</kbd>
          </Link>
        }
      />
      <SearchTabs current="pins" />
      <Panel>
        <FilterBar
          search={{ label: t('findPins'), value: filters.q }}
          selects={[
            {
              name: 'scope',
              label: t('scope'),
              any: t('anyScope'),
              value: filters.scope,
              options: [
                { value: 'province', label: t('province') },
                ...(site ? [{ value: site.id, label: site.name }] : []),
              ],
            },
            {
              name: 'state',
              label: t('state'),
              any: t('anyState'),
              value: filters.state,
              options: STATES.map((value) => ({ value, label: stateNames[value] })),
            },
          ]}
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable
          label={t('pins')}
          columns={[
            {
              key: 'words',
              label: t('wordsAsked'),
              isTitle: true,
              sort: 'word',
              render: (row) => (
                <Link to="/search/pins/$id" params={{ id: row.id }}>
                  {row.words.join(listMark())}
                </Link>
              ),
            },
            {
              key: 'docs',
              label: t('docs'),
              isWrapping: true,
              render: (row) => (
                <ol className="pinned-docs">
                  {row.docs.map((doc) => (
                    <li key={doc.id}>
                      {doc.isBroken ? <s>{doc.title}</s> : doc.title}{' '}
                      {doc.isBroken && <StatusChip tone="bad">{t('gone')}</StatusChip>}
                    </li>
                  ))}
                </ol>
              ),
            },
            { key: 'scope', label: t('scope'), render: (row) => row.siteName ?? t('province') },
            {
              key: 'state',
              label: t('state'),
              render: (row) => (
                <StatusChip tone={row.state === 'on' ? 'ok' : row.state === 'ended' ? 'warn' : 'plain'}>
                  {stateNames[row.state]}
                </StatusChip>
              ),
            },
            {
              key: 'endsOn',
              label: t('endsOn'),
              sort: 'endsOn',
              render: (row) => (row.endsOn === null ? t('forever') : <time>{row.endsOn}</time>),
            },
            { key: 'by', label: t('changedBy'), render: (row) => row.changedBy },
            {
              key: 'at',
              label: t('changedAt'),
              sort: 'changedAt',
              isDescendingFirst: true,
              render: (row) => <Moment at={row.changedAt} />,
            },
            {
              key: 'acts',
              label: t('acts'),
              isUnseen: true,
              render: (row) =>
                row.mayChange && (
                  <button
                    className="link"
                    type="button"
                    onClick={() => remove.mutate({ params: { id: row.id }, body: { expectedVersion: row.version } })}
                  >
                    {common('delete')}
                  </button>
                ),
            },
          ]}
          rows={data?.items}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.words.join(listMark())}
          rowTo={(row) => `/search/pins/${row.id}`}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={{ title: t('noPins'), advice: t('noPinsAdvice') }}
        />
      </Panel>
      <KeyLine />
    </>
  )
}
