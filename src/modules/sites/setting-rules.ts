import { codedFaultsOf } from '../../kernel/i18n.ts'
import type { Fault } from '../../kernel/problem.ts'
import { faultAt } from './rules.ts'
import { isSettingKey, SETTING_KEYS, SETTINGS, type SettingKey, type SettingValues, type Standing } from './settings.ts'

export type Origin = 'default' | 'inherited' | 'own' | 'locked'

/** A value as it stands on one site of the lineage. */
export type SetValue = { siteId: string; key: string; value: unknown; isLocked: boolean; since: Date }

export type Effective = {
  key: SettingKey
  value: unknown
  origin: Origin
  /** The site of the lineage where the value was set. */
  originId: string | null
  setAt: Date | null
  own: SetValue | null
}

/**
 * The settings that hold on a site: the nearest value on the way up wins, unless a site above has locked the key; of
 * several locks the highest counts. `lineage` runs from the root to the site itself.
 */
export function resolveSettings(site: Standing, lineage: readonly string[], set: readonly SetValue[]): Effective[] {
  const byKey = Map.groupBy(set, (one) => one.key)
  return SETTING_KEYS.map((key) => resolveSetting(key, site, lineage, byKey.get(key) ?? []))
}

/** One setting, from the values set for it. Sites of the lineage that set nothing may be left out. */
function resolveSetting(
  key: SettingKey,
  site: Standing,
  lineage: readonly string[],
  set: readonly SetValue[],
): Effective {
  const spec = SETTINGS[key]
  const self = lineage.at(-1)
  const bySite = new Map(set.map((one) => [one.siteId, one]))
  const own = (self === undefined ? undefined : bySite.get(self)) ?? null
  const above = spec.isInheritable ? lineage.slice(0, -1).flatMap((id) => bySite.get(id) ?? []) : []
  const locked = above.find((one) => one.isLocked)
  const found = locked ?? own ?? above.at(-1)
  const parsed = found && spec.schema.safeParse(found.value)
  // A value that an older release wrote and this one no longer takes must not bring the pages down.
  if (!found || !parsed?.success) {
    return { key, value: spec.standard(site), origin: 'default', originId: null, setAt: null, own }
  }
  const origin = locked ? 'locked' : found === own ? 'own' : 'inherited'
  return { key, value: parsed.data, origin, originId: found.siteId, setAt: found.since, own }
}

/** The reviews that a site demands; `set` holds what the sites of its lineage say, from the root down. */
export function reviewStagesOf(site: Standing & { id: string }, set: readonly Omit<SetValue, 'key'>[]): number {
  const lineage = [...set.map((one) => one.siteId).filter((id) => id !== site.id), site.id]
  const values = set.map((one) => ({ ...one, key: 'review.stages' }))
  return SETTINGS['review.stages'].schema.parse(resolveSetting('review.stages', site, lineage, values).value)
}

export function valuesOf(effective: readonly Effective[]): SettingValues {
  // Keys and values come from the registry, one for one; only the compiler cannot follow the pairing.
  const values: unknown = Object.fromEntries(effective.map((one) => [one.key, one.value]))
  if (!isComplete(values)) throw new Error('a setting is missing')
  return values
}

function isComplete(values: unknown): values is SettingValues {
  return typeof values === 'object' && values !== null && SETTING_KEYS.every((key) => key in values)
}

/** The value as it will be stored, or what is wrong with it; `pointer` is where it stands in the body. */
export function checkSetting(key: string, value: unknown, pointer: string): { value: unknown } | { faults: Fault[] } {
  if (!isSettingKey(key)) return { faults: [faultAt(pointer, 'fault.setting.unknown')] }
  const parsed = SETTINGS[key].schema.safeParse(value)
  if (parsed.success) return { value: parsed.data }
  return { faults: codedFaultsOf(parsed.error.issues, pointer.slice(1), 'zh-CN') }
}
