import { fill } from '../../kernel/i18n.ts'
import type { View } from '../../kernel/work.ts'
import { identityLabels } from './labels.ts'
import { localeOfAccount } from './presenters.ts'

export type Words = (key: string, values?: Readonly<Record<string, unknown>>) => string

/** This module's wording in the language in which is asked, or else in that of the account. */
export async function wordsOf(view: View): Promise<Words> {
  const row =
    view.actor.id === null || view.actor.locale !== undefined
      ? undefined
      : await view.db.selectFrom('identity.account').select('locale').where('id', '=', view.actor.id).executeTakeFirst()
  const labels: Readonly<Record<string, string>> =
    identityLabels[view.actor.locale ?? localeOfAccount(row?.locale ?? 'zh-CN')]
  return (key, values = {}) => fill(labels[key] ?? key, values)
}
