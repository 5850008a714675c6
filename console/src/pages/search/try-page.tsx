import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { explainSearch } from '../../../../src/modules/search/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { HitList } from './hit-list.tsx'
import { listMark } from '../../components/marks.ts'
import { SearchTabs } from './search-tabs.tsx'

const defaults = { q: '' }

/** What readers of a site would find, and why it stands in that order. */
export function TryPage() {
  const { t } = useTranslation('search')
  const id = useId()
  const [site] = useSite()
  const [{ q }, setAddress] = useAddress(defaults)
  const { data, error, refetch } = useOperation(
    explainSearch,
    { query: { text: q, ...(site ? { siteId: site.id } : {}) } },
    { enabled: q !== '' },
  )
  return (
    <>
      <PageHead title={t('rail')} hint={site ? t('asReaderOf', { site: site.name }) : t('asAnyReader')} />
      <SearchTabs current="try" />
      <Panel label={t('try')}>
        <FilterBar
          search={{ label: t('tryWords'), placeholder: t('tryPlaceholder'), value: q }}
          onChange={setAddress}
          onClear={() => setAddress(defaults)}
        />
        {error && q !== '' && (
          <div className="panel-body">
            <ProblemNotice problem={error} onRetry={() => void refetch()} />
          </div>
        )}
        {q === '' && <EmptyState title={t('tryEmpty')} advice={t('tryAdvice')} />}
        {q !== '' && !data && !error && <PageSkeleton />}
        {data && q !== '' && !error && (
          <section aria-labelledby={id}>
            <p className="panel-body" id={id} role="status">
              {t('foundSum', { count: data.total, ms: Math.round(data.tookMs) })}
              {data.words.length > 0 && (
                <span className="hint"> {t('understood', { words: data.words.join(listMark()) })}</span>
              )}
              {data.correction !== null && (
                <>
                  {' '}
                  {t('correction')}{' '}
                  <button className="link" type="button" onClick={() => setAddress({ q: data.correction ?? '' })}>
                    {data.correction}
                  </button>
                </>
              )}
            </p>
            <HitList answer={data} />
          </section>
        )}
      </Panel>
    </>
  )
}
