import { sql } from 'kysely'
import type { Fault } from '../../../kernel/problem.ts'
import { invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { checkSetting } from '../setting-rules.ts'

export type NewSetting = { siteId: string; key: string; value: unknown; isLocked?: boolean }

/** End the values that hold at an instant; one that would never have held is taken away. */
export async function endSettings(
  work: Work,
  ended: readonly { siteId: string; key: string }[],
  at: Date = work.now,
): Promise<void> {
  if (ended.length === 0) return
  const rows = JSON.stringify(ended.map(({ siteId, key }) => ({ site_id: siteId, key })))
  await sql`DELETE FROM sites.setting t USING json_to_recordset(${rows}::json) AS e(site_id uuid, key text)
    WHERE t.site_id = e.site_id AND t.key = e.key AND t.valid_from >= ${at}`.execute(work.db)
  await sql`UPDATE sites.setting t SET valid_to = ${at}
    FROM json_to_recordset(${rows}::json) AS e(site_id uuid, key text)
    WHERE t.site_id = e.site_id AND t.key = e.key AND t.valid_to > ${at}`.execute(work.db)
}

/** Open new intervals for values already checked, from an instant on, and end those before them. */
export async function writeSettings(work: Work, settings: readonly NewSetting[], at: Date = work.now): Promise<void> {
  if (settings.length === 0) return
  await endSettings(work, settings, at)
  const rows = settings.map(({ siteId, key, value, isLocked = false }) => ({
    site_id: siteId,
    key,
    value: { value },
    is_locked: isLocked,
  }))
  // A JSON null inside a record would become SQL's NULL, so every value travels in a box.
  await sql`INSERT INTO sites.setting (site_id, key, value, is_locked, valid_from, set_by)
    SELECT site_id, key, value -> 'value', is_locked, ${at}, ${work.actor.id}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(site_id uuid, key text, value jsonb, is_locked boolean)`.execute(
    work.db,
  )
}

/** For seeds and blueprints: settings of many sites at once, checked like any other. */
export async function putSettingsOnSites(work: Work, settings: readonly NewSetting[]): Promise<void> {
  const faults: Fault[] = []
  const checked = settings.flatMap((one) => {
    const result = checkSetting(one.key, one.value, `/settings/${one.key}`)
    if ('value' in result) return [{ ...one, value: result.value }]
    faults.push(...result.faults)
    return []
  })
  if (faults.length > 0) throw invalid(faults)
  await writeSettings(work, checked)
}
