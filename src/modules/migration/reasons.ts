import { type Labels, type Locale, type Reason, reasonOf, sayFault, type Text } from '../../kernel/i18n.ts'
import { contentLabels } from '../content/labels.ts'
import { vocabularyLabels } from '../vocabulary/labels.ts'
import { migrationLabels } from './labels.ts'

type Cause =
  Extract<keyof (typeof migrationLabels)['zh-CN'], `fault.file.${string}`> extends `fault.file.${infer C}` ? C : never

/** Why a line or a file cannot be read. */
export const because = (cause: Cause, values?: Reason['values']): Reason =>
  reasonOf(migrationLabels, `fault.file.${cause}`, values)

/** What is kept of a reason beside its Chinese words; a row may have several. */
export type Said = Pick<Reason, 'code' | 'values'>

const sets: readonly Labels[] = [migrationLabels, contentLabels, vocabularyLabels]
const between = { 'zh-CN': '；', en: '; ' }

/** A reason in the reader's language. One that was written before codes were kept stays as it was written. */
export function sayReason(row: { reason: string; said: readonly Said[] | null }, locale: Locale): string {
  const text: Text = (key) => sets.find((set) => set[locale][key] !== undefined)?.[locale][key]
  const known = row.said?.every(({ code }) => text(code) !== undefined) ?? false
  if (!known || !row.said) return row.reason
  return row.said.map((one) => sayFault({ pointer: '', detail: row.reason, ...one }, text)).join(between[locale])
}
