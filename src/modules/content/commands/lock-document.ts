import type { Input } from '../../../kernel/contract.ts'
import { forbidden } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { lockDocumentRow } from './load-document.ts'
import { ensureNotLockedByOther } from './save-document.ts'

/** The console renews the lock while somebody writes; two missed renewals and it is free. */
const LOCK_MS = 120_000

export async function lockDocument(work: Work, { params, body }: Input<typeof contract.lockDocument>) {
  const document = await lockDocumentRow(work, params.id)
  if (!canWrite(work.actor, document)) throw forbidden()
  if (!body.takeOver) ensureNotLockedByOther(work, document)
  const until = new Date(work.now.getTime() + LOCK_MS)
  await work.db
    .updateTable('content.document')
    .set({ locked_by: work.actor.id, locked_by_name: work.actor.name, locked_until: until })
    .where('id', '=', document.id)
    .execute()
  const isTaken =
    document.locked_until !== null && document.locked_until > work.now && document.locked_by !== work.actor.id
  if (isTaken) {
    work.record({
      action: 'document.lock',
      target: { kind: 'document', id: document.id, label: document.title },
      organisationId: document.site_owner_id,
      siteId: document.site_id,
      before: { lockedBy: document.locked_by_name },
      after: { lockedBy: work.actor.name },
    })
  }
  return { until: until.toISOString() }
}

export async function unlockDocument(work: Work, { params }: Input<typeof contract.unlockDocument>) {
  const document = await lockDocumentRow(work, params.id)
  if (document.locked_by === work.actor.id) {
    await work.db
      .updateTable('content.document')
      .set({ locked_by: null, locked_by_name: null, locked_until: null })
      .where('id', '=', document.id)
      .execute()
  }
  return { done: true as const }
}
