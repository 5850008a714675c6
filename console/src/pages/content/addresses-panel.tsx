import { useTranslation } from 'react-i18next'
import { Panel } from '../../components/panel.tsx'
import { TimeMachine } from '../previews/time-machine.tsx'
import { ShownBy } from '../page-changes/shown-by.tsx'
import { AddressList } from './address-list.tsx'
import type { FullDocument } from './types.ts'

/** Where it stands for readers now; and, once it was released, what they saw or will see at another moment. */
export function AddressesPanel({ document: doc }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  return (
    <Panel
      title={t('addresses')}
      isPadded
      extra={doc.itemId !== null && <ShownBy className="link" kind="item" id={doc.itemId} name={doc.title} />}
    >
      {doc.liveEditionNumber !== null && doc.liveEditionNumber !== doc.editionNumber && (
        <p className="hint">{t('liveEdition', { number: doc.liveEditionNumber })}</p>
      )}
      {doc.addresses.length > 0 ? <AddressList addresses={doc.addresses} /> : <p className="hint">{t('noAddress')}</p>}
      {doc.itemId !== null && (
        <div className="addresses-act">
          <TimeMachine site={{ id: doc.siteId, name: doc.siteName }} item={{ id: doc.itemId, title: doc.title }} />
        </div>
      )}
    </Panel>
  )
}
