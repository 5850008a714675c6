import { useTranslation } from 'react-i18next'

export interface Origin {
  kind: 'inherited' | 'own' | 'locked' | 'default'
  /** Who it comes from or who locked it: 省, 霁川市. */
  from?: string | undefined
}

/** Where a setting's value comes from: 继承自省, 本站设置, 省锁定. */
export function OriginTag({ kind, from }: Origin) {
  const { t } = useTranslation('components')
  const tone = kind === 'own' ? ' info' : kind === 'locked' ? ' warn' : ''
  const words = {
    inherited: t('originInherited', { from: from ?? '' }),
    own: t('originOwn'),
    locked: t('originLocked', { from: from ?? '' }),
    default: t('originDefault'),
  }
  return <span className={`chip origin${tone}`}>{words[kind]}</span>
}
