import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

const COLOURS = { red: 'red', blue: 'blue', green: 'green', teal: 'teal', ochre: 'ochre', ink: 'inkColour' } as const
const isColour = (value: unknown): value is keyof typeof COLOURS => typeof value === 'string' && value in COLOURS

/** A setting's value in a few words: “蓝”, “20”, “4 项内容”. */
export function useSettingValue(): (key: string, value: unknown) => string {
  const { t } = useTranslation('batches')
  const { t: sites } = useTranslation('sites')
  const { t: common } = useTranslation()
  return useCallback(
    (key: string, value: unknown) => {
      if (value === null || value === '') return t('valueEmpty')
      if (key === 'appearance.colour' && isColour(value)) return sites(COLOURS[value])
      if (typeof value === 'boolean') return value ? common('yes') : common('no')
      if (typeof value === 'string' || typeof value === 'number') return String(value)
      if (Array.isArray(value)) return t('valueItems', { count: value.length })
      return t('valueOther')
    },
    [t, sites, common],
  )
}
