import type { Work } from '../../../kernel/work.ts'
import { Writing } from '../../../kernel/writing.ts'
import type { DocumentRow, EditionRow, LoadedDocument } from './load-document.ts'

export type Act =
  | 'create'
  | 'save'
  | 'lock'
  | 'submit'
  | 'recall'
  | 'pass'
  | 'return'
  | 'publish'
  | 'withdraw'
  | 'repeal'
  | 'discard'
  | 'delete'
  | 'restore'
  | 'reprint'
  | 'rehome'
  | 'call-off'
  | 'undo'

/** One line of a document's own history. */
export type Note = { document_id: string; at: Date; act: Act; by_id: string | null; by_name: string; note: string }

/** To be written with the change it tells of. */
export const noteOf = ({ actor, now }: Pick<Work, 'actor' | 'now'>, documentId: string, act: Act, note = ''): Note => ({
  document_id: documentId,
  at: now,
  act,
  by_id: actor.id,
  by_name: actor.name,
  note,
})

type Released = Pick<EditionRow, 'released_at' | 'released_by' | 'visible_from' | 'visible_until'>

/**
 * Write a change of state: next version, who and when, one line of the document's own history, one audit row. Gives the
 * document as it is now. `edition` changes with it.
 */
export async function changeDocument(
  work: Work,
  document: LoadedDocument,
  options: Changing & { edition?: { id: string; change: Released } },
): Promise<LoadedDocument> {
  const { act, change, note = '', edition } = options
  const { actor, now } = work
  const changed = {
    ...change,
    updated_by: actor.id,
    updated_by_name: actor.name,
    updated_at: now,
    version: document.version + 1,
  }
  const writing = new Writing().insert(
    'content.release_note',
    noteOf(work, document.id, act, note),
    'ON CONFLICT DO NOTHING',
  )
  if (edition) writing.update('content.edition', edition.change, edition.id)
  work.write(writing.update('content.document', changed, document.id).statement())
  recordChange(work, document, options)
  return { ...document, ...changed }
}

type Changing = { act: Act; change: Partial<DocumentRow>; note?: string }

/** The audit row of a change. */
export function recordChange(work: Work, document: LoadedDocument, { act, change, note }: Changing): void {
  work.record({
    action: `document.${act}`,
    target: { kind: 'document', id: document.id, label: change.title ?? document.title },
    organisationId: document.site_owner_id,
    siteId: document.site_id,
    before: pick(document, Object.keys(change)),
    after: { ...change, ...(note ? { note } : {}) },
  })
}

function pick(row: object, keys: readonly string[]): Record<string, unknown> {
  const wanted = new Set(keys)
  return Object.fromEntries(Object.entries(row).filter(([key]) => wanted.has(key)))
}
