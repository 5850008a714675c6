import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'

interface OrderButtonsProps {
  name: string
  at: number
  count: number
  isDisabled: boolean
  onMove: (by: -1 | 1) => void
  onRemove?: () => void
}

/** Up, down and away, named for whoever cannot see the row. */
export function OrderButtons({ name, at, count, isDisabled, onMove, onRemove }: OrderButtonsProps) {
  const { t } = useTranslation('sites')
  if (isDisabled) return null
  return (
    <>
      <button
        className="icon-button"
        type="button"
        aria-label={t('moveUp', { name })}
        disabled={at === 0}
        onClick={() => onMove(-1)}
      >
        <Icon name="down" className="up" />
      </button>
      <button
        className="icon-button"
        type="button"
        aria-label={t('moveDown', { name })}
        disabled={at === count - 1}
        onClick={() => onMove(1)}
      >
        <Icon name="down" />
      </button>
      {onRemove && (
        <button className="icon-button" type="button" aria-label={t('removeNamed', { name })} onClick={onRemove}>
          <Icon name="x" />
        </button>
      )}
    </>
  )
}
