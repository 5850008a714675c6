import type { Input, Reply } from '../../../kernel/contract.ts'
import { type Fault, forbidden, invalid, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { settingChanged } from '../events.ts'
import { canManageSettings } from '../policies.ts'
import { getSettings } from '../queries/get-settings.ts'
import { settingsWithOrigin } from '../queries/find-settings.ts'
import { refusePending } from '../queries/judge-setting.ts'
import { faultAt } from '../rules.ts'
import { checkSetting, type Effective } from '../setting-rules.ts'
import { lockSite } from './lock-site.ts'
import { writeSettings } from './write-settings.ts'

type Asked = Pick<Input<typeof contract.putSettings>, 'params' | 'body'>
type Value = Asked['body']['values'][number]

export async function putSettings(work: Work, { params, body }: Asked): Promise<Reply<typeof contract.putSettings>> {
  const site = await lockSite(work, params.id)
  if (!canManageSettings(work.actor, site)) throw forbidden()

  const checked = checkValues(body.values)
  const known = await settingsWithOrigin(work, site.id, work.now)
  const before = new Map<string, Effective>((known?.effective ?? []).map((one) => [one.key, one]))
  refuseLocked(body.values, before)
  refuseStaleSettings(body.values, before)
  await refusePending(
    work,
    site.id,
    checked.map(({ key }) => key),
  )

  await writeSettings(
    work,
    checked.map(({ key, value }) => ({
      siteId: site.id,
      key,
      value,
      isLocked: before.get(key)?.own?.isLocked ?? false,
    })),
  )
  work.record({
    action: 'setting.put',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: Object.fromEntries(checked.map(({ key }) => [key, before.get(key)?.own?.value ?? null])),
    after: Object.fromEntries(checked.map(({ key, value }) => [key, value])),
  })
  work.emit(settingChanged({ siteId: site.id, keys: checked.map(({ key }) => key) }))
  return getSettings(work, { params, query: {} })
}

function checkValues(values: readonly Value[]): { key: string; value: unknown }[] {
  const faults: Fault[] = []
  const seen = new Set<string>()
  const checked = values.flatMap(({ key, value }, index) => {
    if (seen.has(key)) faults.push(faultAt(`/body/values/${index}/key`, 'fault.setting.repeated'))
    seen.add(key)
    const result = checkSetting(key, value, `/body/values/${index}/value`)
    if ('value' in result) return [{ key, value: result.value }]
    faults.push(...result.faults)
    return []
  })
  if (faults.length > 0) throw invalid(faults)
  return checked
}

function refuseLocked(values: readonly Value[], before: ReadonlyMap<string, Effective>): void {
  const locked = values.filter(({ key }) => before.get(key)?.origin === 'locked').map(({ key }) => key)
  if (locked.length > 0) throw new Problem('setting-locked', 409, { keys: locked })
}

function refuseStaleSettings(values: readonly Value[], before: ReadonlyMap<string, Effective>): void {
  const stale = values.filter(({ key, expectedSince }) => {
    const since = before.get(key)?.own?.since.getTime() ?? null
    return since !== (expectedSince === null ? null : Date.parse(expectedSince))
  })
  if (stale.length > 0) throw new Problem('setting-stale', 409, { keys: stale.map(({ key }) => key) })
}
