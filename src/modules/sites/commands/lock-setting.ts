import type { Input, Reply } from '../../../kernel/contract.ts'
import { wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { settingChanged } from '../events.ts'
import { getSettings } from '../queries/get-settings.ts'
import { lockOwnSetting } from './lock-own-setting.ts'
import { writeSettings } from './write-settings.ts'

/** Hold a value for every site below, or let them have their own again. Their own values are kept meanwhile. */
export async function lockSetting(
  work: Work,
  { params, body }: Pick<Input<typeof contract.lockSetting>, 'params' | 'body'>,
): Promise<Reply<typeof contract.lockSetting>> {
  const { site, own, spec } = await lockOwnSetting(work, params, body.expectedSince)
  if (!spec.isLockable) throw wrongState('setting-not-lockable')
  if (own.is_locked !== body.isLocked) {
    await writeSettings(work, [{ siteId: site.id, key: params.key, value: own.value, isLocked: body.isLocked }])
    work.record({
      action: 'setting.lock',
      target: { kind: 'site', id: site.id, label: site.name },
      organisationId: site.owner_id,
      siteId: site.id,
      before: { [params.key]: { isLocked: own.is_locked } },
      after: { [params.key]: { isLocked: body.isLocked } },
    })
    work.emit(settingChanged({ siteId: site.id, keys: [params.key] }))
  }
  return getSettings(work, { params, query: {} })
}
