import { useTranslation } from 'react-i18next'
import { Panel } from '../../components/panel.tsx'
import { AddressList } from './address-list.tsx'
import type { FullDocument } from './types.ts'

/** Where it stands for readers now. */
export function AddressesPanel({ document: doc }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  return (
    <Panel title={t('addresses')} isPadded>
      {doc.liveEditionNumber !== null && doc.liveEditionNumber !== doc.editionNumber && (
        <p className="hint">{t('liveEdition', { number: doc.liveEditionNumber })}</p>
      )}
      <AddressList addresses={doc.addresses} />
    </Panel>
  )
}
