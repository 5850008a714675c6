import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { Moment } from '../../components/moment.tsx'
import { useActorName } from '../audit/use-actor-name.ts'
import { RestoreButton } from './restore-button.tsx'
import { StateChip } from './state-chip.tsx'
import type { DocumentRow } from './types.ts'
import { useContentWords } from './use-content-words.ts'

export function useDocumentColumns({
  isOneSite,
  isBin,
}: {
  isOneSite: boolean
  isBin: boolean
}): readonly Column<DocumentRow>[] {
  const { t } = useTranslation('content')
  const words = useContentWords()
  const actor = useActorName()
  return useMemo(() => {
    const columns: Column<DocumentRow>[] = [
      {
        key: 'title',
        label: t('columnTitle'),
        isTitle: true,
        render: (row) => (
          <>
            <Link to="/documents/$id" params={{ id: row.id }}>
              {row.title}
            </Link>
            {row.lockedByName !== null && (
              <span className="hint row-note">
                <Icon name="lock" /> {t('editedBy', { name: row.lockedByName })}
              </span>
            )}
          </>
        ),
      },
      { key: 'state', label: t('columnStatus'), render: (row) => <StateChip row={row} /> },
      {
        key: 'channel',
        label: isOneSite ? t('channel') : t('columnSite'),
        isWrapping: true,
        render: (row) => (isOneSite ? row.channelName : `${row.siteName} / ${row.channelName}`),
      },
      { key: 'kind', label: t('kind'), render: (row) => words(`enum.kind.${row.kind}`) },
      { key: 'by', label: t('columnEditor'), render: (row) => actor(row.updatedByName) },
      {
        key: 'updatedAt',
        label: t('columnChanged'),
        sort: 'updatedAt',
        isDescendingFirst: true,
        render: (row) => <Moment at={row.updatedAt} />,
      },
      {
        key: 'releasedAt',
        label: t('columnReleased'),
        sort: 'releasedAt',
        isDescendingFirst: true,
        render: (row) => <Moment at={row.releasedAt} only="day" />,
      },
      { key: 'edition', label: t('columnEdition'), isFigure: true, render: (row) => `v${row.editionNumber}` },
    ]
    if (!isBin) return columns
    return [
      ...columns,
      { key: 'act', label: t('columnAct'), isUnseen: true, render: (row) => <RestoreButton row={row} /> },
    ]
  }, [t, words, actor, isOneSite, isBin])
}
