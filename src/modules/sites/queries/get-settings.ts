import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentSettings } from '../presenters.ts'
import { settingsWithOrigin } from './find-settings.ts'

export async function getSettings(
  view: View,
  { params, query }: Pick<Input<typeof contract.getSettings>, 'params' | 'query'>,
): Promise<Reply<typeof contract.getSettings>> {
  const found = await settingsWithOrigin(view, params.id, query.at ? new Date(query.at) : view.now)
  if (!found) throw notFound('site')
  return presentSettings(found)
}
