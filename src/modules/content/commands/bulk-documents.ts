import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { deleteDocument } from './discard-edition.ts'
import { findDocument } from './load-document.ts'
import { publishDocument } from './publish-document.ts'
import { reviewDocument } from './review-document.ts'
import { submitDocument } from './submit-document.ts'

type Body = Input<typeof contract.bulkDocuments>['body']

/** The same act on many documents. One that is refused does not hold up the others; each refusal is told. */
export async function bulkDocuments(
  work: Work,
  { body }: { body: Body },
): Promise<z.input<typeof contract.BulkResult>> {
  const done: string[] = []
  const refused: { id: string; title: string; code: string }[] = []
  for (const id of body.ids) {
    let title = ''
    try {
      const document = await findDocument(work, id)
      title = document.title
      await actOn(work, { id, expectedVersion: document.version, act: body.act })
      done.push(id)
    } catch (error) {
      // Every refusal comes before the first write of its act, so nothing half-done is kept.
      if (!(error instanceof Problem)) throw error
      refused.push({ id, title, code: error.code })
    }
  }
  return { done, refused }
}

async function actOn(work: Work, wish: { id: string; expectedVersion: number; act: Body['act'] }): Promise<void> {
  const { id, expectedVersion } = wish
  const params = { id }
  const query = {}
  switch (wish.act) {
    case 'submit':
      return void (await submitDocument(work, { params, query, body: { expectedVersion, note: '' } }))
    case 'publish':
      return void (await publishDocument(work, { params, query, body: { expectedVersion } }))
    case 'pass':
      return void (await reviewDocument(work, {
        params,
        query,
        body: { expectedVersion, verdict: 'passed', reason: '' },
      }))
    case 'delete':
      return void (await deleteDocument(work, { params, query, body: {} }))
  }
}
