import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActMenu } from '../components/act-menu.tsx'
import { Icon } from '../components/icon.tsx'
import { KeyHelp } from '../components/key-help.tsx'
import { Finder } from './finder.tsx'
import { useHotkey } from './hotkeys.ts'
import { useSession } from './session.tsx'
import { SitePicker } from './site-picker.tsx'
import { useOwnSites } from './use-own-sites.ts'
import { setTheme, useTheme } from './theme.tsx'
import { useUserMenu } from './use-user-menu.tsx'
import { useIsOnline } from './use-is-online.ts'

export function TopBar() {
  const { t } = useTranslation('shell')
  const { account } = useSession()
  const mine = useOwnSites()
  const theme = useTheme()
  const menu = useUserMenu()
  const isOnline = useIsOnline()
  const [isFinding, setFinding] = useState(false)
  const [isHelping, setHelping] = useState(false)
  useHotkey('/', t('keyFind'), () => setFinding(true), { isGlobal: true })
  useHotkey('?', t('keyHelp'), () => setHelping(true), { isGlobal: true })
  return (
    <header className="bar">
      <Link className="brand" to="/" search={{}}>
        {t('product')} <span>{t('console')}</span>
      </Link>
      {mine.some((site) => site.isDemo) && <span className="demo">{t('demo')}</span>}
      {mine.length > 0 && <SitePicker />}
      <button className="find" type="button" onClick={() => setFinding(true)}>
        <Icon name="search" /> <span>{t('finder')}</span> <kbd>/</kbd>
      </button>
      <div className="bar-end">
        <button
          className="tool"
          type="button"
          aria-pressed={theme === 'dark'}
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
        >
          <Icon name="moon" /> {t('dark')}
        </button>
        <button className="tool" type="button" aria-label={t('help')} onClick={() => setHelping(true)}>
          <kbd>?</kbd>
        </button>
        <ActMenu items={menu} className="tool" getPopupContainer={inHeader}>
          <span className="face" aria-hidden="true">
            {account.name.slice(-1)}
          </span>{' '}
          {account.name}
          <span className="unseen">{t('userMenu')}</span>
        </ActMenu>
      </div>
      {!isOnline && (
        <p className="offline" role="status">
          <Icon name="alert" /> {t('offlineBar')}
        </p>
      )}
      <Finder isOpen={isFinding} onClose={() => setFinding(false)} />
      <KeyHelp isOpen={isHelping} onClose={() => setHelping(false)} />
    </header>
  )
}

/** Keeps the menu inside the banner, where screen readers look for it. */
function inHeader(trigger: HTMLElement): HTMLElement {
  return trigger.closest('header') ?? document.body
}
