import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { cancelPageChange, listPageChanges, type PageChange } from '../../../../src/modules/library/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { useChangeWords } from './use-change-words.ts'

type Change = z.output<typeof PageChange>
const LOOK_MS = 1_500

/** Bulk changes whose pages are being made, with how far they are and the way to stop them; of one kind, or all. */
export function RunningPanel({ kind }: { kind?: Change['kind'] }) {
  const { t } = useTranslation('pageChanges')
  const { nameOf } = useChangeWords()
  const [asked, setAsked] = useState<Change>()
  const { data } = useOperation(
    listPageChanges,
    { query: { isBulk: 'true', isRunning: 'true', pageSize: 50, ...(kind === undefined ? {} : { kind }) } },
    { refreshEvery: LOOK_MS },
  )
  const cancel = useCommand(cancelPageChange, {
    success: t('cancelled'),
    announcesProblem: false,
    invalidates: [listPageChanges],
    onDone: () => setAsked(undefined),
  })
  const running = (data?.items ?? []).filter((one) => one.state === 'running')
  if (running.length === 0 && asked === undefined) return null
  return (
    <Panel title={t('running')}>
      <ul className="running">
        {running.map((change) => (
          <li key={change.number}>
            <div>
              <p>
                <b>{nameOf(change)}</b>
              </p>
              <p className="hint">
                {t('runningFacts', { count: change.pages, sites: change.sites })}　<Moment at={change.begunAt} />
              </p>
            </div>
            <ProgressBar value={change.progress} label={t('progressOf', { name: nameOf(change) })} />
            {change.isCancelWanted ? (
              <span className="hint">{t('stopping')}</span>
            ) : (
              change.mayCancel && (
                <button className="button" type="button" onClick={() => setAsked(change)}>
                  {t('stop')}
                </button>
              )
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={t('stopTitle')}
        effect={asked && t('stopEffect', { count: asked.pages, sites: asked.sites })}
        verb={t('stop')}
        isDanger
        isBusy={cancel.isPending}
        problem={cancel.error}
        onConfirm={() => asked && cancel.mutate({ params: { number: asked.number } })}
        onCancel={() => {
          cancel.reset()
          setAsked(undefined)
        }}
      />
    </Panel>
  )
}
