import { localeFor } from '../../../kernel/i18n.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { canImport } from '../policies.ts'
import { presentRun } from '../presenters.ts'

export function runRows(view: View) {
  return view.db
    .selectFrom('migration.run as r')
    .innerJoin('sites.v_site as s', 's.id', 'r.site_id')
    .innerJoin('sites.v_channel as c', 'c.id', 'r.channel_id')
    .selectAll('r')
    .select(['s.name as site_name', 's.path as site_path', 's.owner_path', 'c.name as channel_name', 'c.item_kind'])
}

/** A run on a site where one may import; elsewhere it is absent. */
export async function getRun(view: View, { params }: { params: { id: string } }) {
  const row = await runRows(view).where('r.id', '=', params.id).executeTakeFirst()
  if (!row || !canImport(view.actor, { site: row.site_path, organisation: row.owner_path })) throw notFound('import')
  return { ...presentRun(row, localeFor(view)), blob: row.blob, mapping: row.mapping }
}
