import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getIndexState, rebuildIndex } from '../../../../src/modules/search/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { sizeWords } from '../../components/size-words.ts'
import { StatusChip } from '../../components/status-chip.tsx'
import { SearchTabs } from './search-tabs.tsx'
import { UnreadFilesPanel } from './unread-files-panel.tsx'

const LOOK_MS = 2_000

/** How the index stands, and the way to build it anew. */
export function IndexPage() {
  const { t } = useTranslation('search')
  const [isAsking, setAsking] = useState(false)
  const { data, error, refetch } = useOperation(getIndexState, {}, { refreshEvery: LOOK_MS })
  const rebuild = useCommand(rebuildIndex, {
    success: t('rebuildBegun'),
    invalidates: [getIndexState],
    announcesProblem: false,
    onDone: () => setAsking(false),
  })
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined ? undefined : t('documents', { count: value })
  const size = (value: number | null | undefined) =>
    value === null || value === undefined ? undefined : sizeWords(value)
  const running = data?.rebuilding ?? null
  return (
    <>
      <PageHead
        title={t('rail')}
        hint={t('indexLead')}
        action={
          data?.mayRebuild &&
          data.isUp && (
            <button
              className="button primary"
              type="button"
              disabled={running !== null}
              onClick={() => setAsking(true)}
            >
              <Icon name="refresh" /> {t('rebuild')}
            </button>
          )
        }
      />
      <SearchTabs current="index" />
      <div className="stack">
        <Panel
          title={t('indexState')}
          extra={
            data && (
              <StatusChip tone={!data.isUp ? 'bad' : data.isTrusted && !data.lastError ? 'ok' : 'warn'}>
                {stateWords(data, t)}
              </StatusChip>
            )
          }
        >
          {error && data === undefined && (
            <div className="panel-body">
              <ProblemNotice problem={error} onRetry={() => void refetch()} />
            </div>
          )}
          {data === undefined && !error && <PageSkeleton />}
          {data && !data.isUp && <p className="panel-body">{t('isDownAdvice')}</p>}
          {data?.isUp && (
            <div className="panel-body index-facts">
              <KeyValue
                pairs={[
                  [t('inIndex'), figure(data.docs)],
                  [t('pending'), figure(data.pending)],
                  [t('hiddenNow'), figure(data.hidden)],
                ]}
              />
              <KeyValue
                pairs={[
                  [t('onDisk'), size(data.bytes)],
                  [t('inMemory'), size(data.memoryBytes)],
                ]}
              />
              <KeyValue
                pairs={[
                  [t('builtAt'), data.builtAt && <Moment at={data.builtAt} />],
                  [t('followedUntil'), data.followedUntil && <Moment at={data.followedUntil} />],
                  [
                    t('lastError'),
                    data.lastError ? (
                      <>
                        <Moment at={data.lastError.at} /> {data.lastError.text}
                      </>
                    ) : (
                      t('noError')
                    ),
                  ],
                ]}
              />
            </div>
          )}
          {running && (
            <div className="panel-body" role="status">
              <p>
                {running.total === null
                  ? t('rebuildingSome', { count: running.done })
                  : t('rebuildingOf', { count: running.done, total: running.total })}{' '}
                <span className="hint">
                  {t('begunAt')} <Moment at={running.startedAt} />
                </span>
              </p>
              <ProgressBar
                value={running.total ? (100 * running.done) / running.total : undefined}
                label={t('rebuildProgress')}
              />
            </div>
          )}
        </Panel>
        <UnreadFilesPanel />
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('rebuildTitle')}
        effect={t('rebuildEffect')}
        verb={t('rebuild')}
        isBusy={rebuild.isPending}
        problem={rebuild.error}
        onConfirm={() => rebuild.mutate({})}
        onCancel={() => {
          rebuild.reset()
          setAsking(false)
        }}
      />
      <KeyLine />
    </>
  )
}

function stateWords(
  { isUp, isTrusted, isBehind }: { isUp: boolean; isTrusted: boolean; isBehind: boolean },
  t: TFunction<'search'>,
): string {
  if (!isUp) return t('isDown')
  if (isTrusted) return t('isUp')
  return isBehind ? t('isBehind') : t('isBuilding')
}
