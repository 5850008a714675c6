import { useTranslation } from 'react-i18next'
import type { ControlProps } from './setting-control.tsx'

/** The hills in the head: none, drawn from a word, or heights from west to east. */
export function RidgeControl({ id, value, isDisabled, onChange }: ControlProps) {
  const { t } = useTranslation('sites')
  const kind = value === null ? 'none' : Array.isArray(value) ? 'heights' : 'word'
  const heights = Array.isArray(value) ? value.map(Number) : []
  return (
    <div className="form-acts">
      <select
        className="field narrow"
        id={id}
        value={kind}
        disabled={isDisabled}
        onChange={(event) => {
          if (event.target.value === 'none') onChange(null)
          else onChange(event.target.value === 'word' ? t('ridgeWord') : [120, 340, 260, 520, 300])
        }}
      >
        <option value="none">{t('ridgeNone')}</option>
        <option value="word">{t('ridgeFromWord')}</option>
        <option value="heights">{t('ridgeHeights')}</option>
      </select>
      {kind === 'word' && (
        <input
          className="field"
          aria-label={t('ridgeFromWord')}
          value={typeof value === 'string' ? value : ''}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {kind === 'heights' && (
        <input
          className="field"
          aria-label={t('ridgeHeights')}
          defaultValue={heights.join(' ')}
          disabled={isDisabled}
          onChange={(event) =>
            onChange(
              event.target.value
                .split(/[\s,，、]+/)
                .filter(Boolean)
                .map(Number),
            )
          }
        />
      )}
    </div>
  )
}
