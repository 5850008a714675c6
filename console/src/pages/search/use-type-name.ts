import { useTranslation } from 'react-i18next'

/** What a hit is. */
export function useTypeName(): (type: string) => string {
  const { t } = useTranslation('search')
  const names: Readonly<Record<string, string>> = {
    item: t('typeItem'),
    file: t('typeFile'),
    organisation: t('typeOrganisation'),
    person: t('typePerson'),
    site: t('typeSite'),
    channel: t('typeChannel'),
  }
  return (type) => names[type] ?? type
}
