import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { portalHref } from './portal-href.ts'
import type { FullDocument } from './types.ts'

/** Links to the pages of the portals. */
export function AddressList({ addresses }: { addresses: FullDocument['addresses'] }) {
  const { t } = useTranslation('content')
  return (
    <ul className="addresses">
      {addresses.map((address) => (
        <li key={`${address.host}${address.path}`}>
          <a href={portalHref(address)} target="_blank" rel="noreferrer">
            {address.siteName} / {address.channelName} <Icon name="out" />
            <span className="unseen">{t('newWindow')}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
