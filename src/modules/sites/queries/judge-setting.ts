import { sql } from 'kysely'
import { forbidden, invalid, notFound, Problem } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { canManageSettings } from '../policies.ts'
import { checkSetting, type SetValue } from '../setting-rules.ts'
import type { StoredSite } from '../tables.ts'
import { settingsWithOrigin } from './find-settings.ts'

/** One setting of one site; `expectedSince` is since when its own value stood as last seen, null where it had none. */
export type SettingChange = { siteId: string; key: string; value: unknown; expectedSince: Date | null }

export type Judged = {
  site: Pick<StoredSite, 'id' | 'name' | 'path' | 'owner_id' | 'owner_path'>
  /** As it will be stored. */
  value: unknown
  own: SetValue | null
}

/** May this be set here, is it sound, and is it fresh? A Problem where not. */
export async function judgeSetting(view: View, change: SettingChange): Promise<Judged> {
  const { siteId, key } = change
  const site = await view.db
    .selectFrom('sites.site')
    .select(['id', 'name', 'path', 'owner_id', 'owner_path'])
    .where('id', '=', siteId)
    .executeTakeFirst()
  if (!site) throw notFound('site')
  if (!canManageSettings(view.actor, site)) throw forbidden({ permission: 'setting.manage', siteId })
  const checked = checkSetting(key, change.value, '/body/value')
  if ('faults' in checked) throw invalid(checked.faults)
  const found = await settingsWithOrigin(view, siteId, view.now)
  const effective = found?.effective.find((one) => one.key === key)
  if (effective?.origin === 'locked') throw new Problem('setting-locked', 409, { keys: [key] })
  await refusePending(view, siteId, [key])
  const own = effective?.own ?? null
  if ((own?.since.getTime() ?? null) !== (change.expectedSince?.getTime() ?? null))
    throw new Problem('setting-stale', 409, { keys: [key] })
  return { site, value: checked.value, own }
}

/** Since when the site's own value of a key stands; null where it has none. */
export async function findOwnSetting(
  view: View,
  { siteId, key }: { siteId: string; key: string },
): Promise<Date | null> {
  const row = await view.db
    .selectFrom('sites.setting')
    .select('valid_from')
    .where('site_id', '=', siteId)
    .where('key', '=', key)
    .where('valid_from', '<=', view.now)
    .where('valid_to', '>', view.now)
    .executeTakeFirst()
  return row?.valid_from ?? null
}

export type PendingSetting = { key: string; value: unknown; at: Date }

/** Values that are to hold on a site from an instant to come. */
export async function pendingSettings(view: View, siteId: string): Promise<PendingSetting[]> {
  return view.db
    .selectFrom('sites.setting')
    .select(['key', 'value', 'valid_from as at'])
    .where('site_id', '=', siteId)
    .where('valid_from', '>', view.now)
    .execute()
}

/** A value that waits for its instant is called off before another takes its place: nobody's plan is lost unseen. */
export async function refusePending(view: View, siteId: string, keys: readonly string[]): Promise<void> {
  const pending = (await pendingSettings(view, siteId)).filter((one) => keys.includes(one.key))
  const [first] = pending
  if (first) throw new Problem('setting-pending', 409, { keys: pending.map((one) => one.key), at: first.at })
}

export type StandingSetting = { siteId: string; key: string; since: Date }

/** May the value that was set from `since` on be taken back, and is it still the last one? A Problem where not. */
export async function judgeTakingBack(view: View, { siteId, key, since }: StandingSetting): Promise<Judged['site']> {
  const site = await view.db
    .selectFrom('sites.site')
    .select(['id', 'name', 'path', 'owner_id', 'owner_path'])
    .where('id', '=', siteId)
    .executeTakeFirst()
  if (!site) throw notFound('site')
  if (!canManageSettings(view.actor, site)) throw forbidden({ permission: 'setting.manage', siteId })
  const last = await view.db
    .selectFrom('sites.setting')
    .select('valid_from')
    .where('site_id', '=', siteId)
    .where('key', '=', key)
    .where(sql<boolean>`valid_to = 'infinity'`)
    .executeTakeFirst()
  if (last?.valid_from.getTime() !== since.getTime()) throw new Problem('setting-stale', 409, { keys: [key] })
  return site
}
