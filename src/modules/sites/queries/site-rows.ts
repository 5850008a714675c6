import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'

/** Sites as the lists show them. */
export function siteRows(view: View) {
  return view.db
    .selectFrom('sites.site as s')
    .leftJoin('sites.domain as d', (join) => join.onRef('d.site_id', '=', 's.id').on('d.is_main', '=', true))
    .leftJoin('sites.site as p', 'p.id', 's.parent_id')
    .innerJoin('organisations.v_directory as o', 'o.id', 's.owner_id')
    .innerJoin('organisations.v_directory as c', 'c.id', 's.operator_id')
    .selectAll('s')
    .select([
      'd.host',
      'p.name as parent_name',
      'o.code as owner_code',
      'o.name as owner_name',
      'c.code as operator_code',
      'c.name as operator_name',
      sql<number>`(SELECT count(*) FROM sites.site b WHERE b.parent_id = s.id)`.as('child_count'),
    ])
}
