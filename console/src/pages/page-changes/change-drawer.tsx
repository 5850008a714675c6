import { useTranslation } from 'react-i18next'
import { getPageChange } from '../../../../src/modules/library/contract.ts'
import { useOperation } from '../../client.ts'
import { KeyValue } from '../../components/key-value.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SideDrawer } from '../../components/side-drawer.tsx'
import { formatSecond } from '../../components/time.ts'
import { PageList } from './page-list.tsx'
import { ChangeStateChip } from './state-chip.tsx'
import { useChangeWords } from './use-change-words.ts'
import { useDuration } from './use-duration.ts'

/** One change with the pages it touched. */
export function ChangeDrawer({ number, onClose }: { number: string; onClose: () => void }) {
  const { t } = useTranslation('pageChanges')
  const { kindName, nameOf } = useChangeWords()
  const duration = useDuration()
  const { data, error, refetch } = useOperation(getPageChange, { params: { number } }, { keepsPrevious: false })
  return (
    <SideDrawer open size={560} title={data ? nameOf(data) : t('change')} onClose={onClose} destroyOnHidden>
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <PageSkeleton />}
      {data && (
        <div className="change-detail">
          <KeyValue
            pairs={[
              [t('kind'), kindName(data.kind)],
              [t('state'), <ChangeStateChip state={data.state} />],
              [t('at'), <time dateTime={data.begunAt}>{formatSecond(data.begunAt)}</time>],
              [t('reach'), t('reachWords', { count: data.pages, sites: data.sites })],
              [t('took'), data.tookMs === null ? undefined : duration(data.tookMs)],
              [t('failed'), data.failed === 0 ? undefined : t('receiptFailed', { count: data.failed })],
            ]}
          />
          <PageList pages={data.list} total={data.pages} />
        </div>
      )}
    </SideDrawer>
  )
}
