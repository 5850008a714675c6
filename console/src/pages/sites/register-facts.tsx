import { useTranslation } from 'react-i18next'
import { KeyValue } from '../../components/key-value.tsx'
import type { SiteDetail } from './site-frame.tsx'

/** The register as it reads for whoever may not change it. */
export function RegisterFacts({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  return (
    <KeyValue
      pairs={[
        [t('name'), site.name],
        [t('shortName'), site.shortName],
        [t('code'), site.code],
        [t('siteIdCode'), site.siteIdCode],
        [t('icpNumber'), site.icpNumber],
        [t('policeNumber'), site.policeNumber],
        [t('openedOn'), site.openedOn],
        [t('owner'), site.owner.name],
        [t('ownerDuties'), site.ownerDuties],
        [t('operator'), site.operator.name],
        [t('operatorDuties'), site.operatorDuties],
        [t('contactName'), site.contactName],
        [t('contactPhone'), site.contactPhone],
        [t('contactAddress'), site.contactAddress],
      ]}
    />
  )
}
