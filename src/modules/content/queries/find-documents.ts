import type { Input } from '../../../kernel/contract.ts'
import type { View } from '../../../kernel/work.ts'
import * as contract from '../contract.ts'
import { listDocuments } from './list-documents.ts'

const MOST = 8

/** For the finder of the console: a handful of documents by a piece of the title. */
export async function findDocuments(view: View, { query }: Input<typeof contract.findDocuments>) {
  const found = await listDocuments(view, {
    query: contract.listDocuments.query.parse({ text: query.text, pageSize: MOST }),
  })
  return found.items
}
