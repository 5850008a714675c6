import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listSessions, revokeSession, type SessionEntry } from '../../../../src/modules/identity/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import './accounts.css'

type Entry = z.output<typeof SessionEntry>

/** Where an account is signed in now, and the end of it. Without an account: one's own. */
export function SessionsPanel({ accountId }: { accountId?: string }) {
  const { t } = useTranslation('accounts')
  const [ending, setEnding] = useState<Entry>()
  const { data, error, refetch } = useOperation(listSessions, { query: accountId === undefined ? {} : { accountId } })
  const command = useCommand(revokeSession, {
    success: t('sessionEnded'),
    invalidates: [listSessions],
    onDone: () => setEnding(undefined),
  })
  return (
    <Panel title={t('sessions')}>
      {error && (
        <div className="panel-body">
          <ProblemNotice problem={error} onRetry={() => void refetch()} />
        </div>
      )}
      {data?.items.length === 0 && <EmptyState title={t('noSessions')} />}
      <ul className="session-list">
        {data?.items.map((one) => (
          <li key={one.id}>
            <div className="between">
              <b>{agentWords(one.agent)}</b>
              {one.isCurrent ? (
                <StatusChip tone="ok">{t('thisSession')}</StatusChip>
              ) : (
                <button
                  className="button bare danger"
                  type="button"
                  aria-label={t('endNamed', { agent: agentWords(one.agent), address: one.address })}
                  onClick={() => setEnding(one)}
                >
                  {t('end')}
                </button>
              )}
            </div>
            <span className="hint">
              {one.address}　{t('signedInAt')} <Moment at={one.createdAt} />　{t('seenAt')} <Moment at={one.seenAt} />
            </span>
          </li>
        ))}
      </ul>
      {ending && (
        <ConfirmDialog
          isOpen
          isDanger
          title={t('endTitle')}
          effect={t('endEffect', { agent: agentWords(ending.agent), address: ending.address })}
          verb={t('end')}
          isBusy={command.isPending}
          onConfirm={() => command.mutate({ params: { id: ending.id } })}
          onCancel={() => setEnding(undefined)}
        />
      )}
    </Panel>
  )
}

/** A browser's own long name, shortened to what people call it. */
function agentWords(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /Windows|Mac OS X|Android|iPhone|iPad|Linux/.exec(agent)?.[0]
  const name = browser?.[1] === 'Edg' ? 'Edge' : browser?.[1]
  return name === undefined ? agent.slice(0, 40) : [`${name} ${browser?.[2]}`, system].filter(Boolean).join(' · ')
}
