import type { Input, Reply } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'

export async function listSchemes(
  view: View,
  { query }: Pick<Input<typeof contract.listSchemes>, 'query'>,
): Promise<Reply<typeof contract.listSchemes>> {
  let select = view.db.selectFrom('vocabulary.scheme').selectAll()
  if (query.kind !== undefined) select = select.where('kind', '=', query.kind)
  const rows = await select.orderBy('kind').orderBy('overlay').orderBy('version', 'desc').execute()
  return rows.map((row) => ({
    kind: row.kind,
    overlay: row.overlay,
    version: row.version,
    name: row.name,
    elementCount: row.elements.length,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  }))
}
