import { sql } from 'kysely'
import { wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { settingChanged } from '../events.ts'
import { judgeSetting, judgeTakingBack, type SettingChange, type StandingSetting } from '../queries/judge-setting.ts'
import { lockSite } from './lock-site.ts'
import { endSettings, writeSettings } from './write-settings.ts'

/** The own value before a change; null where the site had none. */
export type SettingBefore = { value: unknown; isLocked: boolean } | null

/** Set one value from an instant on, now or to come. Until then what holds goes on holding. */
export async function changeSetting(work: Work, change: SettingChange, at: Date): Promise<SettingBefore> {
  const { siteId, key } = change
  await lockSite(work, siteId)
  const { site, value, own } = await judgeSetting(work, change)
  await writeSettings(work, [{ siteId, key, value, isLocked: own?.isLocked ?? false }], at)
  work.record({
    action: 'setting.put',
    target: { kind: 'site', id: siteId, label: site.name },
    organisationId: site.owner_id,
    siteId,
    before: { [key]: own?.value ?? null },
    after: { [key]: value, ...(at > work.now ? { from: at } : {}) },
  })
  work.emit(settingChanged({ siteId, keys: [key] }))
  return own && { value: own.value, isLocked: own.isLocked }
}

/** A value that was to hold from an instant to come never will. */
export async function callOffSetting(work: Work, { siteId, key, since }: StandingSetting): Promise<void> {
  await lockSite(work, siteId)
  const site = await judgeTakingBack(work, { siteId, key, since })
  const { rows } = await sql<{ value: unknown }>`
    DELETE FROM sites.setting WHERE site_id = ${siteId} AND key = ${key} AND valid_from = ${since} AND valid_from > ${work.now}
    RETURNING value
  `.execute(work.db)
  const [planned] = rows
  if (!planned) throw wrongState('setting-stale', { keys: [key] })
  await sql`
    UPDATE sites.setting SET valid_to = 'infinity' WHERE site_id = ${siteId} AND key = ${key} AND valid_to = ${since}
  `.execute(work.db)
  work.record({
    action: 'setting.call-off',
    target: { kind: 'site', id: siteId, label: site.name },
    organisationId: site.owner_id,
    siteId,
    before: { [key]: planned.value, from: since },
  })
  work.emit(settingChanged({ siteId, keys: [key] }))
}

type PutBack = StandingSetting & { before: SettingBefore }

/** Undo a change that has held since an instant; refused where somebody has set another value meanwhile. */
export async function putBackSetting(work: Work, { siteId, key, since, before }: PutBack): Promise<void> {
  await lockSite(work, siteId)
  const site = await judgeTakingBack(work, { siteId, key, since })
  const { value } = await work.db
    .selectFrom('sites.setting')
    .select('value')
    .where('site_id', '=', siteId)
    .where('key', '=', key)
    .where('valid_from', '=', since)
    .executeTakeFirstOrThrow()
  if (before) await writeSettings(work, [{ siteId, key, ...before }])
  else await endSettings(work, [{ siteId, key }])
  work.record({
    action: before ? 'setting.put' : 'setting.reset',
    target: { kind: 'site', id: siteId, label: site.name },
    organisationId: site.owner_id,
    siteId,
    before: { [key]: value },
    ...(before ? { after: { [key]: before.value } } : {}),
  })
  work.emit(settingChanged({ siteId, keys: [key] }))
}
