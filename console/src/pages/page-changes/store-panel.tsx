import { useTranslation } from 'react-i18next'
import { getPageStore } from '../../../../src/modules/library/contract.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { sizeWords } from '../../components/size-words.ts'

const LOOK_MS = 5_000

/** How full the store of kept pages is, and what it does. */
export function StorePanel() {
  const { t } = useTranslation('pageChanges')
  const { data, error, refetch } = useOperation(getPageStore, {}, { refreshEvery: LOOK_MS })
  const figure = (value: number | undefined) => value?.toLocaleString('en')
  const { store, serving } = data ?? {}
  return (
    <Panel title={t('store')} isPadded>
      {error && data === undefined && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {store === null && <EmptyState title={t('noStore')} advice={t('shownUnknownAdvice')} />}
      {store && (
        <div className="store-figures">
          <KeyValue
            pairs={[
              [t('kept'), figure(store.pages)],
              [t('bytes'), `${sizeWords(store.bytes)} / ${sizeWords(store.limitBytes)}`],
              [t('file'), sizeWords(store.fileBytes)],
            ]}
          />
          <KeyValue
            pairs={[
              [t('hits'), figure(serving?.hits)],
              [t('made'), figure(serving?.made)],
              [t('remade'), figure(store.remade)],
              [t('unchanged'), figure(store.unchanged)],
            ]}
          />
          <div>
            <ProgressBar value={(100 * store.bytes) / store.limitBytes} label={t('fullness')} />
            <p className="hint">{t('storeHint')}</p>
          </div>
        </div>
      )}
      {serving === null && <p className="hint">{t('servingElsewhere')}</p>}
    </Panel>
  )
}
