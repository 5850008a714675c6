import i18next from 'i18next'

/** The marks between words that are put together outside a sentence, in the language that is shown. */
const isEnglish = (): boolean => i18next.language === 'en'

/** “来源：办公厅”. */
export const pair = (name: string, value: string): string => `${name}${colon()}${value}`
export const colon = (): string => (isEnglish() ? ': ' : '：')
export const comma = (): string => (isEnglish() ? ', ' : '，')
/** “甲、乙、丙”. */
export const listMark = (): string => (isEnglish() ? ', ' : '、')
export const clauseMark = (): string => (isEnglish() ? '; ' : '；')
/** “名称（站点）”. */
export const aside = (words: string, more: string): string =>
  isEnglish() ? `${words} (${more})` : `${words}（${more}）`
