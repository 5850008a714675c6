import { App, ConfigProvider, theme as antdTheme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { antdTokens } from './antd-tokens.ts'
import { keep, kept } from './kept.ts'

export type Theme = 'light' | 'dark'

const NAME = 'yw-theme'
const watchers = new Set<() => void>()

function read(): Theme {
  const chosen = kept(NAME)
  if (chosen === 'dark' || chosen === 'light') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

let current: Theme = 'light'

/** Called before the first paint, so that a dark desk does not flash white. */
export function startTheme(): void {
  current = read()
  apply()
}

export function setTheme(theme: Theme): void {
  keep(NAME, theme)
  current = theme
  apply()
  for (const tell of watchers) tell()
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => current,
  )
}

function apply(): void {
  if (current === 'dark') document.documentElement.dataset['theme'] = 'dark'
  else delete document.documentElement.dataset['theme']
}

/** antd with our tokens and the person's language around everything. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const theme = useTheme()
  const { i18n } = useTranslation()
  const isEnglish = i18n.language === 'en'
  useEffect(() => {
    dayjs.locale(isEnglish ? 'en' : 'zh-cn')
  }, [isEnglish])
  return (
    <ConfigProvider
      locale={isEnglish ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: theme === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
        token: antdTokens[theme],
        components: {
          Modal: { titleFontSize: 16 },
          Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
        },
      }}
    >
      <App message={{ maxCount: 3 }}>{children}</App>
    </ConfigProvider>
  )
}
