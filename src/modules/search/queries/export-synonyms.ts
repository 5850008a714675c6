import type { Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { dayOf } from '../days.ts'
import { presentGroup } from '../presenters.ts'
import { writeTable } from '../synonym-table.ts'

export async function exportSynonyms(view: View): Promise<Reply<typeof contract.exportSynonyms>> {
  const rows = await view.db
    .selectFrom('search.synonym_group')
    .selectAll()
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return {
    fileName: `同义词-${dayOf(view.now)}.csv`,
    text: writeTable(rows.map(presentGroup)),
    groups: rows.length,
  }
}
