import type { Input } from '../../../kernel/contract.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { checkEdition } from '../queries/check-edition.ts'
import { getDocument } from '../queries/get-document.ts'
import { recall, submit } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { stagesOf } from './stages-of.ts'
import { type EditionRow, editionOf, type LoadedDocument, lockDocumentRow } from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'

export async function submitDocument(work: Work, { params, body }: Input<typeof contract.submitDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  if (!canWrite(work.actor, document)) throw forbidden()
  ensureNotLockedByOther(work, document)
  const edition = await editionOf(work, document.id, document.edition_number)
  await ensureReady(work, document, edition)
  const change = submit(document, await stagesOf(work, document))

  await work.db
    .updateTable('content.edition')
    .set({ submitted_by: work.actor.id, submitted_at: work.now })
    .where('id', '=', edition.id)
    .execute()
  // Nobody writes on it any more: reviewers and publishers must not wait for the lock to run out.
  const free = { locked_by: null, locked_by_name: null, locked_until: null }
  await changeDocument(work, document, { act: 'submit', change: { ...change, ...free }, note: body.note })
  return getDocument(work, { params })
}

/** Take a text back out of review, or from the desk of whoever would publish it. */
export async function recallDocument(work: Work, { params, body }: Input<typeof contract.recallDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  if (!canWrite(work.actor, document)) throw forbidden()
  await changeDocument(work, document, { act: 'recall', change: recall(document) })
  return getDocument(work, { params })
}

/** Every `must` of the checks is mended, or the refusal lists them all. */
export async function ensureReady(view: View, document: LoadedDocument, edition: EditionRow): Promise<void> {
  const musts = (await checkEdition(view, document.kind, edition)).filter((check) => check.level === 'must')
  if (musts.length > 0) {
    throw new Problem('not-ready', 422, {
      errors: musts.map(({ pointer, text }) => ({ pointer: `/body${pointer}`, detail: text })),
    })
  }
}
