import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import {
  cancelRun,
  getRun,
  listRejections,
  listRuns,
  resumeRun,
  type Run,
  startRun,
} from '../../../../src/modules/migration/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatMoment } from '../../components/time.ts'
import { useActorName } from '../audit/use-actor-name.ts'
import '../sites/sites.css'
import './imports.css'
import { RunChip } from './run-chip.tsx'
import { useTargets } from './use-targets.ts'

type Detail = z.output<typeof getRun.reply>

/** One import: how far it is, what came of it, and every refused row with its reason. */
export function RunPage() {
  const { t } = useTranslation('imports')
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  const [isLive, setLive] = useState(true)
  const { data, error, refetch } = useOperation(getRun, { params: { id } }, isLive ? { refreshEvery: 1_000 } : {})
  const isMoving = data?.state === 'waiting' || data?.state === 'running'
  if (data !== undefined && isLive !== isMoving) setLive(isMoving)
  if (data === undefined) {
    if (!error) return <PageSkeleton />
    return (
      <>
        <PageHead title={t('rail')} back={{ to: '/imports', label: t('rail') }} />
        <ProblemNotice problem={error} onRetry={() => void refetch()} />
      </>
    )
  }
  return <RunDetail run={data} isMoving={isMoving} />
}

function RunDetail({ run, isMoving }: { run: Detail; isMoving: boolean }) {
  const { t } = useTranslation('imports')
  const actor = useActorName()
  const [isAsking, setAsking] = useState(false)
  const options = { invalidates: [getRun, listRuns, listRejections], onDone: () => setAsking(false) }
  const cancel = useCommand(cancelRun, { ...options, success: t('cancelled') })
  const resume = useCommand(resumeRun, { ...options, success: t('resumed') })
  const figures: [string, number, boolean?][] = [
    [t('read'), run.read],
    [run.isDryRun ? t('wouldImport') : t('imported'), run.imported],
    [run.isDryRun ? t('wouldUpdate') : t('updated'), run.updated],
    [t('unchanged'), run.unchanged],
    [t('rejected'), run.rejected, run.rejected > 0],
  ]
  const percent = run.bytesTotal === 0 ? undefined : (run.bytesRead / run.bytesTotal) * 100
  return (
    <>
      <PageHead
        title={run.fileName}
        back={{ to: '/imports', label: t('rail') }}
        chip={<RunChip run={run} />}
        hint={`${run.isDryRun ? `${t('dryRun')}　` : ''}${run.siteName} › ${run.channelName}　${actor(run.startedByName)}　${formatMoment(run.createdAt)}`}
        acts={
          <>
            {isMoving && (
              <button className="button danger" type="button" onClick={() => setAsking(true)}>
                {t('cancel')}
              </button>
            )}
            {run.isDryRun && run.state === 'done' && run.imported + run.updated > 0 && <Earnest run={run} />}
            {(run.state === 'failed' || run.state === 'cancelled') && (
              <button
                className="button primary"
                type="button"
                disabled={resume.isPending}
                onClick={() => resume.mutate({ params: { id: run.id } })}
              >
                {t('resume')}
              </button>
            )}
          </>
        }
      />
      <div className="stack">
        <Panel label={t('result')} isPadded>
          <div className="stack">
            {isMoving && <ProgressBar value={percent} label={t('progress')} />}
            <dl className="figures">
              {figures.map(([word, count, isBad]) => (
                <div key={word}>
                  <dt>{word}</dt>
                  <dd className={isBad ? 'bad-figure' : ''}>{count.toLocaleString('en')}</dd>
                </div>
              ))}
            </dl>
            {run.failure !== '' && (
              <p className="notice bad-notice">
                <Icon name="alert" /> {run.failure}
              </p>
            )}
            <p role="status">{run.state === 'done' ? (run.isDryRun ? t('trialWords') : t('doneWords')) : ''}</p>
            {(run.state === 'failed' || run.state === 'cancelled') && (
              <p className="hint">{t('resumeHint', { line: run.lineDone })}</p>
            )}
          </div>
        </Panel>
        <Rejections key={run.rejected} run={run} />
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        title={t('cancelTitle')}
        effect={t('cancelEffect')}
        verb={t('cancel')}
        isBusy={cancel.isPending}
        onConfirm={() => cancel.mutate({ params: { id: run.id } })}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}

/** After a trial run: the same file, read the same way, in earnest. */
function Earnest({ run }: { run: Detail }) {
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const start = useCommand(startRun, {
    invalidates: [listRuns],
    announcesProblem: false,
    success: t('started'),
    onDone: ({ id }) => {
      setAsking(false)
      void navigate({ to: '/imports/$id', params: { id } })
    },
  })
  const { blob, channelId, fileName, mapping, source } = run
  if (blob === null) return null
  return (
    <>
      <button className="button primary" type="button" onClick={() => setAsking(true)}>
        {t('start')}
      </button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('startTitle')}
        effect={t('startEffect', { file: fileName, site: run.siteName, channel: run.channelName })}
        verb={t('start')}
        isBusy={start.isPending}
        problem={start.error}
        onConfirm={() => start.mutate({ body: { blob, channelId, fileName, mapping, source, isDryRun: false } })}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}

const defaults = { field: '', page: 1, pageSize: 50 }

function Rejections({ run }: { run: Run }) {
  const { t, i18n } = useTranslation('imports')
  const { nameOf } = useTargets(run.itemKind)
  const [filters, setFilters] = useAddress(defaults)
  const { data, error, isFetching, refetch } = useOperation(
    listRejections,
    {
      params: { id: run.id },
      query: {
        page: filters.page,
        pageSize: filters.pageSize,
        ...(filters.field === '' ? {} : { field: filters.field }),
      },
    },
    // Read anew with every change of their number while the run goes on.
    { staleFor: 0 },
  )
  return (
    <Panel
      title={t('rejections')}
      extra={
        run.rejected > 0 && (
          <a
            className="button"
            href={`/api/import-runs/${run.id}/rejections.csv?locale=${i18n.language === 'en' ? 'en' : 'zh-CN'}`}
            download
          >
            <Icon name="download" /> {t('download')}
          </a>
        )
      }
    >
      <DataTable
        label={t('rejections')}
        columns={[
          { key: 'line', label: t('line'), isFigure: true, render: (row) => row.line },
          {
            key: 'field',
            label: t('field'),
            render: (row) => (
              <button
                className="button bare"
                type="button"
                onClick={() => setFilters({ field: filters.field === '' ? row.field : '' })}
              >
                {nameOf(row.field)}
              </button>
            ),
          },
          { key: 'reason', label: t('reason'), isTitle: true, render: (row) => row.reason },
          {
            key: 'excerpt',
            label: t('excerpt'),
            render: (row) => <span className="mono">{row.excerpt.slice(0, 80)}</span>,
          },
        ]}
        rows={data?.items}
        rowKey={(row) => `${row.line} ${row.field}`}
        rowLabel={(row) => `${row.line} ${row.reason}`}
        problem={error}
        onRetry={() => void refetch()}
        isRefreshing={isFetching && data !== undefined}
        paging={data}
        onPageSize={(pageSize) => setFilters({ pageSize })}
        empty={{ title: t('noRejections') }}
      />
    </Panel>
  )
}
