import { kernelLabels, type Locale, sayFault, sayProblem } from '../../kernel/i18n.ts'
import { faultsIn, type Problem } from '../../kernel/problem.ts'
import { libraryLabels } from '../library/labels.ts'
import { sitesLabels } from '../sites/labels.ts'
import { vocabularyLabels } from '../vocabulary/labels.ts'
import { contentLabels } from './labels.ts'

const allWords = (locale: Locale): Readonly<Record<string, string>> => ({
  ...kernelLabels[locale],
  ...vocabularyLabels[locale],
  ...sitesLabels[locale],
  ...libraryLabels[locale],
  ...contentLabels[locale],
})
const WORDS = { 'zh-CN': allWords('zh-CN'), en: allWords('en') }

export const wordsOf = (code: string, locale: Locale): string => WORDS[locale][`problem.${code}`] ?? code
export const settingName = (key: string, locale: Locale): string => WORDS[locale][`setting.${key}`] ?? key

/** A refusal told beside others: its code, and its words with whatever they name. */
export function inWords(problem: Problem, locale: Locale): { code: string; text: string } {
  const words = (key: string) => WORDS[locale][key]
  const details = (faultsIn(problem) ?? []).map((one) => sayFault(one, words))
  const text = details.length === 0 ? sayProblem(problem, words) : details.join(locale === 'en' ? '; ' : '；')
  return { code: problem.code, text }
}
