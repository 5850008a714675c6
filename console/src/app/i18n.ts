import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { setSurroundings } from '../api/request.ts'
import type { Language } from '../locales/locale.ts'
import { zhCN } from '../locales/zh-CN.ts'
import { kept, keep } from './kept.ts'

const NAME = 'yw-language'

/** Starts i18next with the person's language; English is fetched only when it is wanted. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    supportedLngs: ['zh-CN', 'en'],
    resources: { 'zh-CN': zhCN },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
  })
  await applyLanguage(kept(NAME) === 'en' ? 'en' : 'zh-CN')
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}

/** Changes the language here and keeps the choice on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  keep(NAME, language)
  await applyLanguage(language)
}

/** The account's own language counts until the person has chosen one on this device. */
export async function suggestLanguage(language: string): Promise<void> {
  if (kept(NAME) === null) await applyLanguage(language.startsWith('en') ? 'en' : 'zh-CN')
}

async function applyLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'common')) {
    const { en } = await import('../locales/en.ts')
    for (const [area, words] of Object.entries(en)) i18next.addResourceBundle('en', area, words)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  setSurroundings({
    language,
    offlineTitle: i18next.t('offlineTitle', { ns: 'shell' }),
    offlineDetail: i18next.t('offlineDetail', { ns: 'shell' }),
  })
}
