import type { z } from 'zod'
import { fill, localeFor, sayFault } from '../../../kernel/i18n.ts'
import type { View } from '../../../kernel/work.ts'
import { validateMetadata } from '../../vocabulary/index.ts'
import { vocabularyLabels } from '../../vocabulary/labels.ts'
import { checkText } from '../checks.ts'
import type { EditionRow } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { contentLabels } from '../labels.ts'

type Check = z.input<typeof contract.Check>

/** What must or should be mended before this edition goes on, in words. */
export async function checkEdition(view: View, kind: string, edition: EditionRow): Promise<Check[]> {
  const checked = await validateMetadata(view, { kind, at: view.now }, edition.metadata)
  const locale = localeFor(view)
  const said: Record<string, string> = vocabularyLabels[locale]
  const faults = checked.ok
    ? []
    : checked.faults.map((one) => ({ pointer: one.pointer, detail: sayFault(one, (key) => said[key]) }))
  const words: Record<string, string> = contentLabels[locale]
  return checkText({ ...edition, visibleUntil: edition.visible_until }, faults, view.now).map(
    ({ code, level, pointer, values }) => ({
      code,
      level,
      pointer,
      text: fill(words[`check.${code}`] ?? code, values),
    }),
  )
}
