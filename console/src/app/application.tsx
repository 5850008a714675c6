import { RouterProvider } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { ChangePasswordForm } from './change-password-form.tsx'
import { useSessionAccess } from './session.tsx'

const SignInPage = lazy(async () => ({ default: (await import('../pages/sign-in-page.tsx')).SignInPage }))
const Console = lazy(async () => {
  const { router } = await import('./router.tsx')
  return { default: () => <RouterProvider router={router} /> }
})

/** The sign-in page, or the console, or why neither can be shown. */
export function Application() {
  const { t } = useTranslation('shell')
  const { t: common } = useTranslation()
  const { current, reload, signOut } = useSessionAccess()
  if (current.state === 'loading') return <PageSkeleton />
  if (current.state === 'failed') {
    return (
      <main className="gate" id="main">
        <section className="panel gate-panel">
          <h1>{t('sessionFailed')}</h1>
          <ProblemNotice problem={current.problem} />
          <Button type="primary" onClick={() => void reload()}>
            {common('retry')}
          </Button>
        </section>
      </main>
    )
  }
  if (current.state === 'signed-in' && current.session.mustChangePassword) {
    return (
      <main className="gate" id="main">
        <section className="panel gate-panel">
          <h1>{t('changePasswordTitle')}</h1>
          <p className="hint">{t('changePasswordLead')}</p>
          <ChangePasswordForm onDone={() => void reload()} />
          <Button type="link" onClick={() => void signOut()}>
            {t('signOut')}
          </Button>
        </section>
      </main>
    )
  }
  return (
    <Suspense fallback={<PageSkeleton />}>{current.state === 'signed-out' ? <SignInPage /> : <Console />}</Suspense>
  )
}
