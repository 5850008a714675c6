import type { Input } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { getDocument } from '../queries/get-document.ts'
import { discard, ensureDeletable } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { editionOf, lockDocumentRow } from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'

/** Give up what was written since the release, returned editions too. Their numbers are used again. */
export async function discardEdition(work: Work, { params, body }: Input<typeof contract.discardEdition>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  if (!canWrite(work.actor, document)) throw forbidden()
  ensureNotLockedByOther(work, document)
  const change = discard(document)
  await work.db
    .deleteFrom('content.edition')
    .where('document_id', '=', document.id)
    .where('number', '>', document.live_edition_number ?? 0)
    .where('released_at', 'is', null)
    .execute()
  const live = await editionOf(work, document.id, change.edition_number ?? document.edition_number)
  await changeDocument(work, document, {
    act: 'discard',
    change: {
      ...change,
      title: live.title,
      visible_from: live.visible_from,
      visible_until: live.visible_until,
    },
  })
  return getDocument(work, { params })
}

/** A document that was never released goes to the bin; restoring brings it back whole. */
export async function deleteDocument(work: Work, { params }: Input<typeof contract.deleteDocument>) {
  const document = await lockDocumentRow(work, params.id)
  if (!canWrite(work.actor, document)) throw forbidden()
  ensureNotLockedByOther(work, document)
  ensureDeletable(document)
  await changeDocument(work, document, { act: 'delete', change: { deleted_at: work.now } })
  return { done: true as const }
}

export async function restoreDocument(work: Work, { params }: Input<typeof contract.restoreDocument>) {
  const document = await lockDocumentRow(work, params.id)
  if (!canWrite(work.actor, document)) throw forbidden()
  if (document.deleted_at !== null)
    await changeDocument(work, document, { act: 'restore', change: { deleted_at: null } })
  return getDocument(work, { params })
}
