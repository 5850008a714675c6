import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { isSettingKey, SETTINGS } from '../settings.ts'
import type { StoredSite } from '../tables.ts'
import { takers } from './setting-takers.ts'

type Row = Pick<StoredSite, 'id' | 'code' | 'name' | 'level'> & { below: number; inheriting: number }

/** Sites below take a value over unless they, or a site between, have one of their own; a lock here leaves them none. */
export async function getSettingReach(
  view: View,
  { params }: Pick<Input<typeof contract.getSettingReach>, 'params'>,
): Promise<Reply<typeof contract.getSettingReach>> {
  if (!isSettingKey(params.key)) throw notFound('setting')
  const site = await view.db.selectFrom('sites.site').select('path').where('id', '=', params.id).executeTakeFirst()
  if (!site) throw notFound('site')
  if (!SETTINGS[params.key].isInheritable) return { below: 0, inheriting: 0, keeping: 0, examples: [] }
  const { rows } = await sql<Row>`
    WITH ${takers({ siteId: params.id, path: site.path, key: params.key, now: view.now })}
    SELECT t.id, t.code, t.name, t.level, (SELECT count(*) FROM below) AS below, count(*) OVER () AS inheriting
    FROM taking t ORDER BY length(t.path), t.no LIMIT 5`.execute(view.db)
  const first = rows[0]
  const examples = rows.map(({ id, code, name, level }) => ({ id, code, name, level }))
  if (first)
    return { below: first.below, inheriting: first.inheriting, keeping: first.below - first.inheriting, examples }
  const { below } = await view.db
    .selectFrom('sites.site')
    .select((select) => select.fn.countAll<number>().as('below'))
    .where('path', 'like', `${site.path}%`)
    .where('id', '<>', params.id)
    .executeTakeFirstOrThrow()
  return { below, inheriting: 0, keeping: below, examples: [] }
}
