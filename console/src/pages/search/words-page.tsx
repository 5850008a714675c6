import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listSearchWords, wordSorts } from '../../../../src/modules/search/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { periodOf } from './period.ts'
import { SearchTabs } from './search-tabs.tsx'
import { useFigureWords, valueOf } from './use-figures.ts'
import { usePeriods } from './use-periods.ts'

const defaults = { q: '', days: '', only: '', sort: '-searches', page: 1, pageSize: 50 }

/** What is searched for: how often, with what success. */
export function WordsPage() {
  const { t } = useTranslation('search')
  const { words, names } = useFigureWords()
  const [site] = useSite()
  const [filters, setFilters] = useAddress(defaults)
  const only = (['zero', 'unclicked'] as const).find((one) => one === filters.only)
  const { data, error, isFetching, refetch } = useOperation(listSearchWords, {
    query: {
      ...periodOf(filters.days),
      page: filters.page,
      pageSize: filters.pageSize,
      sort: wordSorts.find((one) => one === filters.sort) ?? '-searches',
      ...(filters.q === '' ? {} : { q: filters.q }),
      ...(only ? { only } : {}),
      ...(site ? { siteId: site.id } : {}),
    },
  })
  return (
    <>
      <PageHead title={t('rail')} hint={site ? t('ofSite', { site: site.name }) : t('ofAll')} />
      <SearchTabs current="words" />
      <Panel>
        <FilterBar
          search={{ label: t('findWords'), value: filters.q }}
          selects={[
            {
              name: 'days',
              label: t('period'),
              any: t('lastDays', { count: 30 }),
              value: filters.days,
              options: usePeriods(),
            },
            {
              name: 'only',
              label: t('success'),
              any: t('anySuccess'),
              value: filters.only,
              options: [
                { value: 'zero', label: t('onlyZero') },
                { value: 'unclicked', label: t('onlyUnclicked') },
              ],
            },
          ]}
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable
          label={t('words')}
          columns={[
            {
              key: 'words',
              label: t('word'),
              isTitle: true,
              sort: 'words',
              render: (row) => (
                <Link to="/search/try" search={{ q: row.words }}>
                  {row.words}
                </Link>
              ),
            },
            {
              key: 'searches',
              label: names.searches,
              isFigure: true,
              sort: 'searches',
              isDescendingFirst: true,
              render: (row) => words('searches', row.searches),
            },
            {
              key: 'zero',
              label: t('zeroTimes'),
              isFigure: true,
              sort: 'zero',
              isDescendingFirst: true,
              render: (row) => words('searches', row.zero),
            },
            {
              key: 'clickShare',
              label: names.clickShare,
              isFigure: true,
              sort: 'clickShare',
              render: (row) => words('clickShare', valueOf(row, 'clickShare')),
            },
            {
              key: 'meanPosition',
              label: names.meanPosition,
              isFigure: true,
              sort: 'meanPosition',
              isDescendingFirst: true,
              render: (row) => words('meanPosition', row.meanPosition),
            },
            { key: 'lastDay', label: t('lastDay'), render: (row) => <time>{row.lastDay}</time> },
            {
              key: 'acts',
              label: t('acts'),
              isUnseen: true,
              render: (row) => (
                <span className="row-acts">
                  <Link to="/search/synonyms/new" search={{ word: row.words }}>
                    {t('addSynonym')}
                  </Link>
                  <Link to="/search/pins/new" search={{ word: row.words }}>
                    {t('addPin')}
                  </Link>
                </span>
              ),
            },
          ]}
          rows={data?.items}
          rowKey={(row) => row.words}
          rowLabel={(row) => row.words}
          rowTo={(row) => `/search/try?q=${encodeURIComponent(row.words)}`}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={{ title: t('noWords'), advice: t('noWordsAdvice') }}
        />
      </Panel>
      <KeyLine />
    </>
  )
}
