import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { listTemplateUse } from '../../../../src/modules/library/contract.ts'
import { useWording } from '../../app/use-wording.ts'
import { listMark, pair } from '../../components/marks.ts'

export type Template = z.output<(typeof listTemplateUse)['reply']>[number]

export const THEMES = ['base', 'government', 'department', 'village'] as const
const LOOKS = THEMES.length - 1

/** Templates in the words of people who have never seen one. */
export function useTemplateWords() {
  const { t } = useTranslation('templates')
  const wording = useWording()
  const themes: Readonly<Record<string, string>> = {
    base: t('themeBase'),
    government: t('themeGovernment'),
    department: t('themeDepartment'),
    village: t('themeVillage'),
  }
  const kinds: Readonly<Record<string, string>> = {
    home: t('kindHome'),
    list: t('kindList'),
    article: t('kindArticle'),
    print: t('kindPrint'),
    topic: t('kindTopic'),
    sitemap: t('kindSitemap'),
    error: t('kindError'),
    leave: t('kindLeave'),
    search: t('kindSearch'),
  }
  const KINDS = Object.keys(kinds).length
  const joined = (words: readonly string[]) => words.join(listMark())
  const themeName = (theme: string) => themes[theme] ?? theme
  /** An operator's own template has the name of its file and no other. */
  const nameOf = ({ name }: Pick<Template, 'name'>) => {
    const words = wording(`templateNames:${name}`)
    return words.endsWith(`:${name}`) ? name : words
  }
  const originOf = ({ isShipped, isReplaced }: Template) =>
    isReplaced ? (isShipped ? t('replaced') : t('added')) : t('shipped')
  const kindsOf = (names: readonly string[]) =>
    names.length === KINDS ? t('servesAll') : joined(names.map((name) => kinds[name] ?? name))
  /** Looks that use it for the same pages stand together; all of them need no name. */
  const servesOf = ({ serves, theme }: Template): readonly string[] => {
    const byKinds = [...Map.groupBy(serves, (one) => kindsOf(one.kinds))]
    return byKinds.map(([words, looks]) =>
      looks.length === LOOKS || looks.every(({ look }) => look === theme)
        ? words
        : pair(joined(looks.map(({ look }) => themeName(look))), words),
    )
  }
  return { nameOf, themeName, originOf, servesOf }
}
