import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSessionAccess } from '../app/session.tsx'
import { SignInForm } from '../app/sign-in-form.tsx'
import { changeLanguage } from '../app/i18n.ts'

/** Shown at whatever address was asked for, so that signing in leads straight there. */
export function SignInPage() {
  const { t, i18n } = useTranslation('shell')
  const { signIn } = useSessionAccess()
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  useEffect(() => {
    document.title = t('documentTitle', { page: t('signIn') })
  }, [t])
  return (
    <main className="gate" id="main">
      <section className="panel gate-panel" aria-labelledby="sign-in">
        <p className="brand" aria-hidden="true">
          {t('product')} <span>{t('console')}</span>
        </p>
        <h1 id="sign-in">{t('signInTitle')}</h1>
        <p className="hint">{t('signInLead')}</p>
        <SignInForm signIn={signIn} />
        <button className="button bare" type="button" lang={other} onClick={() => void changeLanguage(other)}>
          {t('language')}
        </button>
      </section>
    </main>
  )
}
