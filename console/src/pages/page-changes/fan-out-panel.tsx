import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getFanOut } from '../../../../src/modules/library/contract.ts'
import { useOperation } from '../../client.ts'
import { DataTableGrid } from '../../components/data-table-grid.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useChangeWords } from './use-change-words.ts'
import { useDuration } from './use-duration.ts'

const LOOK_MS = 30_000

/** How far changes of each kind reach, and how soon their last page is fresh. */
export function FanOutPanel() {
  const { t } = useTranslation('pageChanges')
  const { kindName } = useChangeWords()
  const duration = useDuration()
  const [days, setDays] = useState(1)
  const body = useRef<HTMLTableSectionElement>(null)
  const { data, error, refetch } = useOperation(getFanOut, { query: { days } }, { refreshEvery: LOOK_MS })
  const figure = (value: number) => value.toLocaleString('en')
  const time = (value: number | undefined) => (value === undefined ? '—' : duration(value))
  return (
    <Panel
      title={t('fanOut')}
      extra={
        <select
          className="field small"
          aria-label={t('period')}
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          <option value={1}>{t('lastDay')}</option>
          <option value={7}>{t('lastWeek')}</option>
          <option value={30}>{t('lastMonth')}</option>
        </select>
      }
    >
      {error && data === undefined && (
        <div className="panel-body">
          <ProblemNotice problem={error} onRetry={() => void refetch()} />
        </div>
      )}
      <DataTableGrid
        body={body}
        keys={(data?.kinds ?? []).map((row) => row.kind)}
        here={undefined}
        onHere={() => undefined}
        ticks={undefined}
        label={t('fanOutTable')}
        columns={[
          { key: 'kind', label: t('kind'), isTitle: true, render: (row) => kindName(row.kind) },
          { key: 'changes', label: t('changes'), isFigure: true, render: (row) => figure(row.changes) },
          { key: 'median', label: t('pagesMedian'), isFigure: true, render: (row) => figure(row.pages.median) },
          { key: 'p95', label: t('pagesP95'), isFigure: true, render: (row) => figure(row.pages.p95) },
          { key: 'max', label: t('pagesMax'), isFigure: true, render: (row) => figure(row.pages.max) },
          { key: 'took', label: t('tookMedian'), isFigure: true, render: (row) => time(row.tookMs?.median) },
          { key: 'took95', label: t('tookP95'), isFigure: true, render: (row) => time(row.tookMs?.p95) },
        ]}
        rows={data?.kinds}
        rowKey={(row) => row.kind}
        rowLabel={(row) => kindName(row.kind)}
        problem={error}
        empty={{ title: t('noChanges'), advice: t('noChangesAdvice') }}
      />
    </Panel>
  )
}
