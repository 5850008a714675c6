import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { HistoryLog } from '../../components/history-log.tsx'
import { Panel } from '../../components/panel.tsx'
import { useActorName } from '../audit/use-actor-name.ts'
import { historyEntries } from './history-entries.ts'
import type { FullDocument } from './types.ts'
import { useContentWords } from './use-content-words.ts'

const FEW = 8

/** What happened to it, newest first; saving is told once a sitting. */
export function DocumentHistory({ document: doc, isWhole = false }: { document: FullDocument; isWhole?: boolean }) {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const actor = useActorName()
  const entries = historyEntries(doc.history).map(({ at, act, byName, note }) => ({
    key: `${at} ${act}`,
    at,
    who: actor(byName),
    what: words(`action.document.${act}`),
    note,
  }))
  return (
    <Panel title={t('past')}>
      <HistoryLog label={t('past')} entries={isWhole ? entries : entries.slice(0, FEW)} />
      {!isWhole && entries.length > FEW && (
        <p className="panel-body">
          <Link to="/documents/$id/history" params={{ id: doc.id }}>
            {t('wholePast', { count: entries.length })}
          </Link>
        </p>
      )}
    </Panel>
  )
}
