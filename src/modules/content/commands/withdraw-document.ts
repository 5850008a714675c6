import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { forbidden, invalidField, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { withdraw } from '../../library/index.ts'
import type * as contract from '../contract.ts'
import { canWithdraw } from '../policies.ts'
import { getDocument } from '../queries/get-document.ts'
import { gramsOf, withdrawn } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { findDocument, type LoadedDocument, lockDocumentRow } from './load-document.ts'

const ERASED = '（内容已清除）'
const ADDRESS = /^(\/[^/\\]|https?:\/\/)/

/** Take down, or mark repealed, with a reason; at once for every reader. */
export async function withdrawDocument(work: Work, { params, body }: Input<typeof contract.withdrawDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  if (!canWithdraw(work.actor, document)) throw forbidden()
  const { item_id: itemId } = document
  if (itemId === null || document.live_edition_number === null)
    throw wrongState('document-state', { state: document.state })
  const redirectTo = redirectOf(body)
  const successor = body.successorId ? await findDocument(work, body.successorId) : null

  await withdraw(work, {
    itemId,
    reason: body.reason,
    note: body.note,
    ...(redirectTo ? { redirectTo } : {}),
    successorItemId: successor?.item_id ?? null,
  })
  if (body.reason === 'privacy') await eraseEditions(work, document)
  await changeDocument(work, document, {
    act: 'withdraw',
    change: {
      // A repealed text stays on show, marked.
      ...(body.reason === 'repealed' ? {} : withdrawn(document)),
      ...(body.reason === 'privacy' ? { title: ERASED, title_grams: gramsOf(ERASED) } : {}),
    },
    note: body.note,
  })
  return getDocument(work, { params })
}

function redirectOf(body: Input<typeof contract.withdrawDocument>['body']): string | null {
  if (body.reason !== 'moved') return null
  if (!body.redirectTo || !ADDRESS.test(body.redirectTo))
    throw invalidField('/body/redirectTo', '请填写以 / 或 http 开头的地址')
  return body.redirectTo
}

/** Personal data goes everywhere at once: the drafts too. */
async function eraseEditions(work: Work, document: LoadedDocument): Promise<void> {
  await work.db
    .updateTable('content.edition')
    .set({
      title: ERASED,
      subtitle: '',
      summary: '',
      body: '',
      author: '',
      keywords: [],
      metadata: '{}',
      cover: null,
      files: '[]',
      origin: null,
    })
    .where('document_id', '=', document.id)
    .execute()
  await sql`UPDATE content.release_note SET note = '' WHERE document_id = ${document.id}`.execute(work.db)
}
