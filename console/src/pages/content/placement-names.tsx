import { useTranslation } from 'react-i18next'
import { getChannel } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'

interface PlacementNamesProps {
  ids: readonly string[]
  isReadOnly: boolean
  onRemove: (id: string) => void
}

/** The further channels one has chosen, each of which can be taken off again. */
export function PlacementNames({ ids, isReadOnly, onRemove }: PlacementNamesProps) {
  const { t } = useTranslation('content')
  return (
    <ul className="pills" aria-label={t('furtherPlaces')}>
      {ids.map((id) => (
        <PlacementName key={id} id={id} {...(isReadOnly ? {} : { onRemove })} />
      ))}
    </ul>
  )
}

function PlacementName({ id, onRemove }: { id: string; onRemove?: (id: string) => void }) {
  const { t } = useTranslation('content')
  const { data } = useOperation(getChannel, { params: { id } }, { staleFor: 300_000 })
  const name = data ? `${data.site.name} / ${data.name}` : '…'
  return (
    <li className="pill">
      {name}{' '}
      {onRemove && (
        <button type="button" aria-label={t('removePlace', { name })} onClick={() => onRemove(id)}>
          <Icon name="x" />
        </button>
      )}
    </li>
  )
}
