import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import { editionOf, findDocument } from '../commands/load-document.ts'
import type * as contract from '../contract.ts'
import { presentEdition } from '../presenters.ts'

export async function listEditions(view: View, { params }: Input<typeof contract.listEditions>) {
  const document = await findDocument(view, params.id)
  const rows = await view.db
    .selectFrom('content.edition')
    .selectAll()
    .where('document_id', '=', document.id)
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => {
    const { body: _, ...edition } = presentEdition(row)
    return edition
  })
}

export async function getEdition(view: View, { params }: Input<typeof contract.getEdition>) {
  const document = await findDocument(view, params.id)
  return presentEdition(await editionOf(view, document.id, params.number))
}
