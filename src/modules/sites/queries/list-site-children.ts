import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { presentSiteRow } from '../presenters.ts'
import { siteRows } from './site-rows.ts'

export async function listSiteChildren(
  view: View,
  { query }: Pick<Input<typeof contract.listSiteChildren>, 'query'>,
): Promise<Reply<typeof contract.listSiteChildren>> {
  const rows = await siteRows(view)
    .where('s.parent_id', query.parentId === undefined ? 'is' : '=', query.parentId ?? null)
    .orderBy('s.no')
    .execute()
  return rows.map(presentSiteRow)
}
