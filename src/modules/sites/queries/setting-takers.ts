import { type RawBuilder, sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { isSettingKey, SETTINGS } from '../settings.ts'

type Setting = { siteId: string; path: string; key: string }

/**
 * `below`: every site below one; `taking`: those that have its value of a setting, because neither they nor a site between have
 * one of their own, or because it is locked there.
 */
export const takers = ({ siteId, path, key, now }: Setting & { now: Date }): RawBuilder<unknown> => sql`
  own AS (
    SELECT a.path FROM sites.setting t JOIN sites.site a ON a.id = t.site_id
    WHERE t.key = ${key} AND t.valid_from <= ${now} AND t.valid_to > ${now} AND a.path LIKE ${`${path}%`} AND a.id <> ${siteId}
      AND NOT EXISTS (SELECT 1 FROM sites.setting l WHERE l.site_id = ${siteId} AND l.key = ${key}
        AND l.valid_from <= ${now} AND l.valid_to > ${now} AND l.is_locked)
  ), below AS (
    SELECT s.id, s.code, s.name, s.level, s.path, s.no FROM sites.site s
    WHERE s.path LIKE ${`${path}%`} AND s.id <> ${siteId}
  ), taking AS (
    SELECT * FROM below b WHERE NOT EXISTS (SELECT 1 FROM own o WHERE b.path LIKE o.path || '%')
  )`

/** The sites on which a site's value of a setting counts: itself and those below that take it over. Null: no such setting. */
export async function sitesWithSetting(
  view: View,
  { siteId, key }: Omit<Setting, 'path'>,
): Promise<readonly string[] | null> {
  const site = await view.db.selectFrom('sites.site').select('path').where('id', '=', siteId).executeTakeFirst()
  if (!site || !isSettingKey(key)) return null
  if (!SETTINGS[key].isInheritable) return [siteId]
  const { rows } = await sql<{ id: string }>`
    WITH ${takers({ siteId, path: site.path, key, now: view.now })} SELECT id FROM taking`.execute(view.db)
  return [siteId, ...rows.map((row) => row.id)]
}
