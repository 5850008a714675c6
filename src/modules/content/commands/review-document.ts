import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { isOwnText, reviewsStage } from '../policies.ts'
import { getDocument } from '../queries/get-document.ts'
import { review } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { editionOf, lockDocumentRow } from './load-document.ts'

export async function reviewDocument(work: Work, { params, body }: Input<typeof contract.reviewDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  const edition = await editionOf(work, document.id, document.edition_number)
  if (!reviewsStage(work.actor, document)) throw forbidden({ stage: document.stage })
  if (isOwnText(work.actor, edition)) throw new Problem('own-text', 403)
  const change = review(document, body.verdict, body.reason)

  await work.db
    .insertInto('content.review')
    .values({
      id: newId(),
      document_id: document.id,
      edition_number: document.edition_number,
      stage: document.stage,
      verdict: body.verdict,
      reason: body.reason,
      reviewer_id: work.actor.id,
      reviewer_name: work.actor.name,
      at: work.now,
    })
    .execute()
  await changeDocument(work, document, {
    act: body.verdict === 'passed' ? 'pass' : 'return',
    change,
    note: body.reason,
  })
  return getDocument(work, { params })
}
