import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table.tsx'
import { formatMoment } from '../../components/time.ts'
import { useActorName } from '../audit/use-actor-name.ts'
import { StateChip } from './state-chip.tsx'
import type { InboxItem } from './types.ts'
import { pair } from '../../components/marks.ts'
import { waitSince } from './wait-words.ts'

/** Where a task is done. */
export function inboxTo(item: Pick<InboxItem, 'id' | 'task'>): string {
  return item.task === 'review' ? `/documents/${item.id}/review` : `/documents/${item.id}`
}

export function useInboxColumns(): readonly Column<InboxItem>[] {
  const { t } = useTranslation('content')
  const actor = useActorName()
  return useMemo(() => {
    const kinds = {
      review: t('taskReview'),
      revise: t('taskRevise'),
      publish: t('taskPublish'),
      finish: t('taskFinish'),
    }
    const verbs = { review: t('doReview'), revise: t('doRevise'), publish: t('doPublish'), finish: t('doFinish') }
    return [
      {
        key: 'title',
        label: t('columnTask'),
        isTitle: true,
        render: (row) => (
          <>
            <Link to={inboxTo(row)}>{row.title}</Link>
            {row.note !== '' && <span className="hint row-note">{t('lastNote', { note: row.note })}</span>}
          </>
        ),
      },
      { key: 'since', label: t('columnWait'), render: (row) => <Waiting since={row.since} /> },
      { key: 'task', label: t('columnTaskKind'), render: (row) => kinds[row.task] },
      {
        key: 'site',
        label: t('columnSite'),
        render: (row) => `${row.siteName} / ${row.channelName}`,
        isWrapping: true,
      },
      { key: 'from', label: t('columnFrom'), render: (row) => actor(row.updatedByName) },
      { key: 'state', label: t('columnState'), render: (row) => <StateChip row={row} /> },
      {
        key: 'act',
        label: t('columnAct'),
        isUnseen: true,
        render: (row) => (
          <Link className="button" to={inboxTo(row)} aria-label={pair(verbs[row.task], row.title)}>
            {verbs[row.task]}
          </Link>
        ),
      },
    ] satisfies Column<InboxItem>[]
  }, [t, actor])
}

function Waiting({ since }: { since: string }) {
  const { t } = useTranslation('content')
  const { unit, count, rest } = waitSince(since, Date.now())
  const words = {
    minutes: t('waitMinutes', { count }),
    hours: rest === 0 ? t('waitHours', { count }) : t('waitHoursMinutes', { hours: count, minutes: rest }),
    days: rest === 0 ? t('waitDays', { count }) : t('waitDaysHours', { days: count, hours: rest }),
  }
  return (
    <time dateTime={since} title={formatMoment(since)}>
      {words[unit]}
    </time>
  )
}
