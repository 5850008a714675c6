import type { Work } from '../../../kernel/work.ts'
import type { DocumentRow, LoadedDocument } from './load-document.ts'

type Act =
  | 'create'
  | 'save'
  | 'lock'
  | 'submit'
  | 'recall'
  | 'pass'
  | 'return'
  | 'publish'
  | 'withdraw'
  | 'discard'
  | 'delete'
  | 'restore'
  | 'reprint'
  | 'rehome'
  | 'call-off'
  | 'undo'

/**
 * Write a change of state: next version, who and when, one line of the document's own history, one audit row. Gives the
 * document as it is now.
 */
export async function changeDocument(
  work: Work,
  document: LoadedDocument,
  options: { act: Act; change: Partial<DocumentRow>; note?: string },
): Promise<LoadedDocument> {
  const { act, change, note = '' } = options
  const { actor, now } = work
  const changed = {
    ...change,
    updated_by: actor.id,
    updated_by_name: actor.name,
    updated_at: now,
    version: document.version + 1,
  }
  await work.db
    .with('noted', (db) => historyNote(db, work, { documentId: document.id, act, note }))
    .updateTable('content.document')
    .set(changed)
    .where('id', '=', document.id)
    .execute()
  work.record({
    action: `document.${act}`,
    target: { kind: 'document', id: document.id, label: change.title ?? document.title },
    organisationId: document.site_owner_id,
    siteId: document.site_id,
    before: pick(document, Object.keys(change)),
    after: { ...change, ...(note ? { note } : {}) },
  })
  return { ...document, ...changed }
}

/** One line of a document's own history, to be written with the change it tells of. */
export function historyNote(
  db: Pick<Work['db'], 'insertInto'>,
  { actor, now }: Pick<Work, 'actor' | 'now'>,
  line: { documentId: string; act: Act; note: string },
) {
  return db
    .insertInto('content.release_note')
    .values({
      document_id: line.documentId,
      at: now,
      act: line.act,
      by_id: actor.id,
      by_name: actor.name,
      note: line.note,
    })
    .onConflict((conflict) => conflict.doNothing())
}

function pick(row: object, keys: readonly string[]): Record<string, unknown> {
  const wanted = new Set(keys.filter((key) => key !== 'title_grams'))
  return Object.fromEntries(Object.entries(row).filter(([key]) => wanted.has(key)))
}
