import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ChangeKind, PageChange } from '../../../../src/modules/library/contract.ts'

type Kind = z.output<typeof ChangeKind>
export const KINDS: readonly Kind[] = [
  'item',
  'channel',
  'setting',
  'template',
  'site',
  'organisation',
  'vocabulary',
  'paging',
  'other',
]

/** What was changed, in words. */
export function useChangeWords() {
  const { t } = useTranslation('pageChanges')
  const kinds: Record<Kind, string> = {
    item: t('kindItem'),
    channel: t('kindChannel'),
    setting: t('kindSetting'),
    template: t('kindTemplate'),
    site: t('kindSite'),
    organisation: t('kindOrganisation'),
    vocabulary: t('kindVocabulary'),
    paging: t('kindPaging'),
    other: t('kindOther'),
  }
  const kindName = (kind: Kind) => kinds[kind]
  const nameOf = ({ kind, title, items }: Pick<z.output<typeof PageChange>, 'kind' | 'title' | 'items'>) => {
    if (title === '') return kindName(kind)
    return items > 1 ? t('titleAndMore', { title, count: items }) : title
  }
  return { kindName, nameOf }
}
