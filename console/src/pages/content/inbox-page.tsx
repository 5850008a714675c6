import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { getInbox } from '../../../../src/modules/content/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { inboxTo, useInboxColumns } from './inbox-columns.tsx'
import type { InboxItem } from './types.ts'
import './content.css'

const defaults = { task: '', q: '', page: 1, pageSize: 50 }
const tasks = ['review', 'revise', 'publish', 'finish'] as const

const keyOf = (row: InboxItem) => row.id
const labelOf = (row: InboxItem) => row.title

/** What waits for me, the longest waiting first. */
export function InboxPage() {
  const { t } = useTranslation('content')
  const navigate = useNavigate()
  const [filters, setFilters] = useAddress(defaults)
  const [site, chooseSite] = useSite()
  const task = tasks.find((one) => one === filters.task)
  const { data, error, isFetching, refetch } = useOperation(
    getInbox,
    {
      query: {
        page: filters.page,
        pageSize: filters.pageSize,
        ...(task === undefined ? {} : { task }),
        ...(filters.q === '' ? {} : { text: filters.q }),
        ...(site === undefined ? {} : { siteId: site.id }),
      },
    },
    // What others handed over since the last look, seconds ago, is what one comes for.
    { refreshEvery: 60_000, staleFor: 0 },
  )
  const columns = useInboxColumns()
  const first = data?.items[0]
  useEffect(() => {
    if (!first) return
    const open = (event: KeyboardEvent) => {
      const isFree =
        event.target === document.body || (event.target instanceof HTMLElement && event.target.id === 'main')
      if (event.key !== 'Enter' || !isFree || event.isComposing) return
      if (document.querySelector('.grid .here, .ant-modal-wrap:not([style*="display: none"])')) return
      void navigate({ to: inboxTo(first) })
    }
    addEventListener('keydown', open)
    return () => removeEventListener('keydown', open)
  }, [first, navigate])

  const counts = data?.counts
  const total = counts && tasks.reduce((sum, one) => sum + counts[one], 0)
  const names = { review: t('tabReview'), revise: t('tabRevise'), publish: t('tabPublish'), finish: t('tabFinish') }
  const waiting = counts && counts.review + counts.revise + counts.publish
  const hint =
    counts === undefined
      ? undefined
      : total === 0
        ? t('inboxNone')
        : waiting === 0
          ? t('inboxDrafts', { count: counts.finish })
          : t('inboxHint', { waiting })
  const keep = filters.q === '' ? {} : { q: filters.q }
  return (
    <>
      <PageHead
        title={t('inbox')}
        hint={hint}
        action={
          first && (
            <Link className="button primary" to={inboxTo(first)}>
              {t('takeFirst')} <kbd>Enter</kbd>
            </Link>
          )
        }
      />
      <Panel label={t('inbox')}>
        <Tabs
          label={t('inboxTabs')}
          tabs={[
            { label: t('tabAll'), to: '/inbox', search: keep, count: total, isCurrent: task === undefined },
            ...tasks.map((one) => ({
              label: names[one],
              to: '/inbox',
              search: { ...keep, task: one },
              count: counts?.[one],
              isCurrent: task === one,
            })),
          ]}
        />
        <FilterBar
          search={{ label: t('findInInbox'), value: filters.q }}
          chips={
            site === undefined
              ? []
              : [{ key: 'site', label: t('onlySite', { site: site.name }), onRemove: () => chooseSite(undefined) }]
          }
          onChange={setFilters}
          onClear={() => {
            setFilters({ q: '' })
            if (site !== undefined) chooseSite(undefined)
          }}
        />
        <DataTable
          label={t('inboxList')}
          columns={columns}
          rows={data?.items}
          rowKey={keyOf}
          rowLabel={labelOf}
          rowTo={inboxTo}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={{
            title: t('inboxEmpty'),
            advice: filters.q === '' && site === undefined ? t('inboxEmptyAdvice') : t('nothingAdvice'),
          }}
        />
      </Panel>
      <KeyLine />
    </>
  )
}
