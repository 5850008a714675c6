import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** Bar, rail and the page between them. */
export function Shell() {
  const { t } = useTranslation('shell')
  const main = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const before = useRef(pathname)
  useEffect(() => {
    // A new page: screen readers and the keyboard start at its top, not at the link that was pressed.
    if (before.current !== pathname) main.current?.focus({ preventScroll: true })
    before.current = pathname
  }, [pathname])
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <TopBar />
      <Rail />
      <main className="main" id="main" tabIndex={-1} ref={main}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
