import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** What the fields of an edition are called on screen. */
export function useFieldNames(): (field: string) => string {
  const { t } = useTranslation('content')
  return useCallback(
    (field: string) => {
      const names: Readonly<Record<string, string>> = {
        title: t('title'),
        subtitle: t('subtitle'),
        summary: t('summary'),
        source: t('source'),
        author: t('author'),
        editor: t('responsibleEditor'),
        keywords: t('keywords'),
        cover: t('cover'),
        files: t('attachmentsName'),
        placements: t('furtherPlaces'),
        isPinned: t('pin'),
        visibleFrom: t('visibleFrom'),
        visibleUntil: t('visibleUntil'),
      }
      return names[field] ?? field
    },
    [t],
  )
}
