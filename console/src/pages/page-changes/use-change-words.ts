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
  const nameOf = ({ kind, title, items, siteName, sites }: z.output<typeof PageChange>) => {
    if (title !== '') return items > 1 ? t('titleAndMore', { title, count: items }) : title
    const named = { kind: kindName(kind), site: siteName, sites }
    return siteName === '' ? kindName(kind) : sites > 1 ? t('kindOnMore', named) : t('kindOn', named)
  }
  return { kindName, nameOf }
}
