import type { Input } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { getSiteCard, placeOf } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canImport } from '../policies.ts'
import { presentMapping } from '../presenters.ts'

/** The site's own mappings and those for every site. */
export async function listMappings(view: View, { params }: Input<typeof contract.listMappings>) {
  if (!canImport(view.actor, placeOf(await getSiteCard(view, params.siteId))))
    throw forbidden({ permission: 'import.run' })
  const rows = await view.db
    .selectFrom('migration.mapping')
    .selectAll()
    .where((where) => where.or([where('site_id', '=', params.siteId), where('site_id', 'is', null)]))
    .orderBy('name')
    .execute()
  return rows.map(presentMapping)
}
