import type { View } from '../../../kernel/work.ts'
import type { Mapping } from '../contract.ts'

/** A mapping saved under this name for the site, or for every site. */
export async function findMapping(view: View, siteId: string, name: string): Promise<Mapping | null> {
  const row = await view.db
    .selectFrom('migration.mapping')
    .select('mapping')
    .where('name', '=', name)
    .where((where) => where.or([where('site_id', '=', siteId), where('site_id', 'is', null)]))
    .orderBy('site_id')
    .executeTakeFirst()
  return row?.mapping ?? null
}
