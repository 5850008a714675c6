import { fill, kernelLabels } from '../../kernel/i18n.ts'
import type { Problem } from '../../kernel/problem.ts'
import { libraryLabels } from '../library/labels.ts'
import { sitesLabels } from '../sites/labels.ts'
import { contentLabels } from './labels.ts'

const words: Readonly<Record<string, string>> = {
  ...kernelLabels['zh-CN'],
  ...sitesLabels['zh-CN'],
  ...libraryLabels['zh-CN'],
  ...contentLabels['zh-CN'],
}

export const wordsOf = (code: string): string => words[`problem.${code}`] ?? code
export const settingName = (key: string): string => words[`setting.${key}`] ?? key

/** A refusal told beside others: its code, and its words with whatever they name. */
export function inWords({ code, extra }: Problem): { code: string; text: string } {
  const state = words[`enum.state.${String(extra['state'])}`]
  const text = fill(words[`problem.${code}`] ?? code, {
    ...extra,
    ...(state === undefined ? {} : { stateLabel: state }),
  })
  const details = Array.isArray(extra['errors'])
    ? extra['errors'].flatMap((one: { detail?: unknown }) => (typeof one.detail === 'string' ? one.detail : []))
    : []
  return { code, text: details.length === 0 ? text : details.join('；') }
}
