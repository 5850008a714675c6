import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentSettings } from '../presenters.ts'
import { settingsWithOrigin } from './find-settings.ts'
import { pendingSettings } from './judge-setting.ts'

export async function getSettings(
  view: View,
  { params, query }: Pick<Input<typeof contract.getSettings>, 'params' | 'query'>,
): Promise<Reply<typeof contract.getSettings>> {
  const at = query.at ? new Date(query.at) : view.now
  const found = await settingsWithOrigin(view, params.id, at)
  if (!found) throw notFound('site')
  return presentSettings(found, await pendingSettings({ ...view, now: at }, params.id))
}
