import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkeyList } from '../app/hotkeys.ts'

/** The page's shortcuts in one line under a list. */
export function KeyLine() {
  const { t } = useTranslation('shell')
  const here = useHotkeyList().filter((one) => !one.isGlobal)
  if (here.length === 0) return null
  return (
    <p className="keys">
      {here.map((one) => (
        <span key={one.key}>
          {one.key.split('+').map((part) => (
            <Fragment key={part}>
              <kbd>{part === 'Escape' ? 'Esc' : part}</kbd>{' '}
            </Fragment>
          ))}
          {one.label}
        </span>
      ))}
      <span>
        <kbd>?</kbd> {t('keysTitle')}
      </span>
    </p>
  )
}
