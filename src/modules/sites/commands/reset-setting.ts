import type { Input, Reply } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { settingChanged } from '../events.ts'
import { getSettings } from '../queries/get-settings.ts'
import { lockOwnSetting } from './lock-own-setting.ts'
import { endSettings } from './write-settings.ts'

/** Back to what the sites above say. */
export async function resetSetting(
  work: Work,
  { params, query }: Pick<Input<typeof contract.resetSetting>, 'params' | 'query'>,
): Promise<Reply<typeof contract.resetSetting>> {
  const { site, own } = await lockOwnSetting(work, params, query.expectedSince)
  await endSettings(work, [{ siteId: site.id, key: params.key }])
  work.record({
    action: 'setting.reset',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: { [params.key]: own.value },
  })
  work.emit(settingChanged({ siteId: site.id, keys: [params.key] }))
  return getSettings(work, { params, query: {} })
}
