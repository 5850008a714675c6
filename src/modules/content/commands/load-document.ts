import type { Selectable } from 'kysely'
import type { Place } from '../../../kernel/actor.ts'
import { notFound, versionConflict } from '../../../kernel/problem.ts'
import type { Tables } from '../../../kernel/tables.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { canRead } from '../policies.ts'

export type DocumentRow = Selectable<Tables['content.document']>
export type EditionRow = Selectable<Tables['content.edition']>

export type LoadedDocument = DocumentRow & {
  place: Place
  site_name: string
  site_owner_id: string
  site_host: string | null
  site_base_path: string
  channel_name: string
}

function select(view: View, id: string) {
  return view.db
    .selectFrom('content.document as d')
    .innerJoin('sites.v_site as s', 's.id', 'd.site_id')
    .innerJoin('sites.v_channel as c', 'c.id', 'd.channel_id')
    .selectAll('d')
    .select([
      's.name as site_name',
      's.path as site_path',
      's.owner_path',
      's.owner_id as site_owner_id',
      's.host as site_host',
      's.base_path as site_base_path',
      'c.name as channel_name',
    ])
    .where('d.id', '=', id)
}

type Joined = Omit<LoadedDocument, 'place'> & { site_path: string; owner_path: string }

function loaded(view: View, row: Joined | undefined): LoadedDocument {
  if (!row) throw notFound('document')
  const { site_path, owner_path, ...document } = row
  const place = { site: site_path, organisation: owner_path }
  // Absent, or not yours to know of: the same answer.
  if (!canRead(view.actor, { place })) throw notFound('document')
  return { ...document, place }
}

/** A document one may read, with the names of its site and channel. */
export async function findDocument(view: View, id: string): Promise<LoadedDocument> {
  return loaded(view, await select(view, id).executeTakeFirst())
}

/** The same, locked until the end of the transaction, and fresh: `expectedVersion` is what the caller last saw. */
export async function lockDocumentRow(work: Work, id: string, expectedVersion?: number): Promise<LoadedDocument> {
  const document = loaded(work, await select(work, id).forUpdate('d').executeTakeFirst())
  if (expectedVersion !== undefined && document.version !== expectedVersion) {
    throw versionConflict(document.version, { updatedByName: document.updated_by_name, updatedAt: document.updated_at })
  }
  return document
}

export async function editionOf(view: View, documentId: string, number: number): Promise<EditionRow> {
  const edition = await view.db
    .selectFrom('content.edition')
    .selectAll()
    .where('document_id', '=', documentId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!edition) throw notFound('edition')
  return edition
}
