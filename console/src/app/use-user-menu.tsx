import { useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { App, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { changeLocale } from '../../../src/modules/identity/contract.ts'
import { asProblem } from '../api/problem.ts'
import { call } from '../client.ts'
import { Icon } from '../components/icon.tsx'
import { changeLanguage } from './i18n.ts'
import { pageModules } from './pages.ts'
import { useSession, useSessionAccess } from './session.tsx'
import { useWording } from './use-wording.ts'

/** Who one is, one's own pages, the language, and the way out. */
export function useUserMenu(): NonNullable<MenuProps['items']> {
  const { t, i18n } = useTranslation('shell')
  const wording = useWording()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { account } = useSession()
  const { signOut } = useSessionAccess()
  const own = pageModules.flatMap((module) => module.menu ?? [])
  return [
    {
      key: 'who',
      type: 'group',
      label: account.organisationName === '' ? account.login : `${account.organisationName}　${account.login}`,
      children: own.map((entry) => ({
        key: entry.to,
        icon: <Icon name={entry.icon} />,
        label: wording(entry.label),
        onClick: () => void navigate({ to: entry.to }),
      })),
    },
    {
      key: 'language',
      icon: <Icon name="text" />,
      label: t('language'),
      onClick: () => {
        const locale = i18n.language === 'en' ? 'zh-CN' : 'en'
        // What the server worded is asked for again in the new language.
        void changeLanguage(locale).then(() => queries.invalidateQueries())
        // Kept with the account too; where that fails, the choice on this device still counts.
        call(changeLocale, { body: { locale } }).catch(() => undefined)
      },
    },
    { key: 'line', type: 'divider' },
    {
      key: 'out',
      icon: <Icon name="out" />,
      label: t('signOut'),
      onClick: () => void signOut().catch((error: unknown) => message.error(asProblem(error).message)),
    },
  ]
}
