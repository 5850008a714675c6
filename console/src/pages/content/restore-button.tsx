import { useTranslation } from 'react-i18next'
import { getInbox, listDocuments, restoreDocument } from '../../../../src/modules/content/contract.ts'
import { useCan } from '../../app/session.tsx'
import { useCommand } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { pair } from '../../components/marks.ts'
import type { DocumentRow } from './types.ts'

/** Brings a document back from the bin. */
export function RestoreButton({ row }: { row: Pick<DocumentRow, 'id' | 'title'> }) {
  const { t } = useTranslation('content')
  const can = useCan()
  const restore = useCommand(restoreDocument, { success: t('restored'), invalidates: [listDocuments, getInbox] })
  if (!can('document.write')) return null
  return (
    <button
      className="button"
      type="button"
      aria-label={pair(t('restore'), row.title)}
      disabled={restore.isPending}
      onClick={() => restore.mutate({ params: { id: row.id } })}
    >
      <Icon name="undo" /> {t('restore')}
    </button>
  )
}
