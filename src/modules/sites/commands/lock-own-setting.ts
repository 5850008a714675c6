import { sql } from 'kysely'
import { forbidden, notFound, Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { canManageSettings } from '../policies.ts'
import { isSettingKey, SETTINGS } from '../settings.ts'
import { refusePending } from '../queries/judge-setting.ts'
import { lockSite } from './lock-site.ts'

/** The site and its own value of a key, checked to be the one the writer saw. */
export async function lockOwnSetting(work: Work, { id, key }: { id: string; key: string }, expectedSince: string) {
  if (!isSettingKey(key)) throw notFound('setting')
  const site = await lockSite(work, id)
  if (!canManageSettings(work.actor, site)) throw forbidden()
  await refusePending(work, id, [key])
  const own = await work.db
    .selectFrom('sites.setting')
    .selectAll()
    .where('site_id', '=', id)
    .where('key', '=', key)
    .where(sql<boolean>`valid_to = 'infinity'`)
    .executeTakeFirst()
  if (!own) throw wrongState('setting-absent')
  if (own.valid_from.getTime() !== Date.parse(expectedSince)) throw new Problem('setting-stale', 409, { keys: [key] })
  return { site, own, spec: SETTINGS[key] }
}
