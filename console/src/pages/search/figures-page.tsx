import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getSearchFigures, listSearchWords } from '../../../../src/modules/search/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { DayChart } from './day-chart.tsx'
import { FigureCard } from './figure-card.tsx'
import { periodOf } from './period.ts'
import { PlacesPanel } from './places-panel.tsx'
import { PositionsPanel } from './positions-panel.tsx'
import { SearchTabs } from './search-tabs.tsx'
import { METRICS, percent } from './use-figures.ts'
import { usePeriods } from './use-periods.ts'

const defaults = { days: '30', metric: 'searches' }
const TOP = 10

/** How well the search does: four figures, their course, where people click, which sites ask most. */
export function FiguresPage() {
  const { t } = useTranslation('search')
  const [site] = useSite()
  const [address, setAddress] = useAddress(defaults)
  const query = { ...periodOf(address.days), ...(site ? { siteId: site.id } : {}) }
  const { data, error, refetch } = useOperation(getSearchFigures, { query })
  const hot = useOperation(listSearchWords, { query: { ...query, pageSize: TOP } })
  const zero = useOperation(listSearchWords, { query: { ...query, only: 'zero', sort: '-zero', pageSize: TOP } })
  const metric = METRICS.find((one) => one === address.metric) ?? 'searches'
  const periods = usePeriods()
  const isEmpty = data !== undefined && data.now.searches === 0
  return (
    <>
      <PageHead title={t('rail')} hint={site ? t('ofSite', { site: site.name }) : t('ofAll')} />
      <SearchTabs current="figures" />
      <div className="stack">
        <Panel label={t('figures')}>
          <FilterBar
            selects={[
              {
                name: 'days',
                label: t('period'),
                any: t('lastDays', { count: 30 }),
                value: address.days === '30' ? '' : address.days,
                options: periods,
              },
            ]}
            onChange={({ days }) => setAddress({ days: days === '' || days === undefined ? '30' : days })}
          />
          {error && data === undefined && (
            <div className="panel-body">
              <ProblemNotice problem={error} onRetry={() => void refetch()} />
            </div>
          )}
          {data === undefined && !error && <PageSkeleton />}
          {isEmpty && <EmptyState title={t('noSearches')} advice={t('noSearchesAdvice')} />}
          {data && !isEmpty && (
            <div className="panel-body figure-board">
              <div className="figure-cards" role="group" aria-label={t('figures')}>
                {METRICS.map((one) => (
                  <FigureCard
                    key={one}
                    metric={one}
                    now={data.now}
                    before={data.before}
                    isOn={one === metric}
                    onChoose={() => setAddress({ metric: one })}
                  />
                ))}
              </div>
              <DayChart metric={metric} days={data.days} />
              <p className="hint">
                {t('unnamed', { count: data.unnamed, share: percent(data.unnamed / Math.max(1, data.now.searches)) })}
              </p>
            </div>
          )}
        </Panel>
        {data && !isEmpty && (
          <div className="figure-pair">
            <WordsPanel
              title={t('hot')}
              to="/search/words"
              search={{ days: address.days }}
              rows={hot.data?.items.map((row) => ({ words: row.words, count: row.searches }))}
            />
            <WordsPanel
              title={t('zeroWords')}
              to="/search/words"
              search={{ days: address.days, only: 'zero', sort: '-zero' }}
              rows={zero.data?.items.map((row) => ({ words: row.words, count: row.zero }))}
            />
            <PositionsPanel positions={data.positions} />
            <PlacesPanel places={data.places} />
          </div>
        )}
      </div>
    </>
  )
}

interface WordsPanelProps {
  title: string
  to: string
  search: Record<string, string>
  rows: readonly { words: string; count: number }[] | undefined
}

/** The first words of a list, each to be tried. */
function WordsPanel({ title, to, search, rows }: WordsPanelProps) {
  const { t } = useTranslation('search')
  return (
    <Panel
      title={title}
      extra={
        <Link to={to} search={search}>
          {t('allWords')}
        </Link>
      }
    >
      {rows?.length === 0 && <p className="panel-body hint">{t('noWords')}</p>}
      <ol className="top-words">
        {rows?.map((row) => (
          <li key={row.words}>
            <Link to="/search/try" search={{ q: row.words }}>
              {row.words}
            </Link>
            <span className="num">{t('times', { count: row.count })}</span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
